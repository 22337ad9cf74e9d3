package dev.caravan.queue;

import java.security.SecureRandom;
import java.util.function.IntSupplier;
import software.amazon.awssdk.core.interceptor.ExecutionInterceptor;
import software.amazon.awssdk.services.sqs.SqsClient;

/** Builds the SQS client from the SDK's own settings (environment variables, profile, role). */
public final class SqsClients {

  private SqsClients() {}

  /**
   * The client for the queue of prompts. It must be the only SQS client in the registry, because
   * Camel finds it by its type.
   *
   * @param pace number of messages that may be in work now
   * @param traced traces its calls
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
