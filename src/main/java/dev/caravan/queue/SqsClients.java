package dev.caravan.queue;

import software.amazon.awssdk.services.sqs.SqsClient;

/** The SQS client as the SDK's own settings describe it (variables, profile, role). */
public final class SqsClients {

  private SqsClients() {}

  public static SqsClient client() {
    return SqsClient.create();
  }
}
