package dev.caravan.queue;

import software.amazon.awssdk.services.sqs.SqsClient;

/** The SQS client as the SDK's own settings describe it (variables, profile, role). */
public final class SqsClients {

  private SqsClients() {}

  /** The client for our queue; only this one may be in the registry, or Camel can't choose. */
  public static LeasingSqsClient leasing(QueueSettings settings) {
    return new LeasingSqsClient(SqsClient.create(), settings);
  }
}
