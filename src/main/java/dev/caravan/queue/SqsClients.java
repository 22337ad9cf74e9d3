package dev.caravan.queue;

import java.security.SecureRandom;
import java.util.function.IntSupplier;
import software.amazon.awssdk.core.interceptor.ExecutionInterceptor;
import software.amazon.awssdk.services.sqs.SqsClient;

/** The SQS client as the SDK's own settings describe it (variables, profile, role). */
public final class SqsClients {

  private SqsClients() {}

  /**
   * The client for our queue; only this one may be in the registry, or Camel can't choose.
   *
   * @param pace how many messages are worth working on now
   * @param traced watches its calls
   */
  public static LeasingSqsClient leasing(
      QueueSettings settings, IntSupplier pace, ExecutionInterceptor traced) {
    SqsClient sqs =
        SqsClient.builder()
            .overrideConfiguration(config -> config.addExecutionInterceptor(traced))
            .build();
    return new LeasingSqsClient(sqs, settings, pace, new SecureRandom());
  }
}
