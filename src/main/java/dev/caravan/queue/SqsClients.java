package dev.caravan.queue;

import dev.caravan.aws.SdkDefaults;
import java.security.SecureRandom;
import java.util.function.IntSupplier;
import java.util.stream.Stream;
import software.amazon.awssdk.core.interceptor.ExecutionInterceptor;
import software.amazon.awssdk.services.sqs.SqsClient;

/** Builds SQS clients from the SDK's own settings (environment variables, profile, role). */
public final class SqsClients {

  private SqsClients() {}

  /**
   * The client for the queue of prompts. It must be the only SQS client in the registry, because
   * Camel finds it by its type.
   *
   * @param pace number of messages that may be in progress now
   * @param traced traces its calls
   */
  public static LeasingSqsClient leasing(
      QueueSettings settings, IntSupplier pace, ExecutionInterceptor traced) {
    return new LeasingSqsClient(client(traced), settings, pace, new SecureRandom());
  }

  public static SqsClient client(ExecutionInterceptor... interceptors) {
    return SqsClient.builder()
        .httpClientBuilder(SdkDefaults.httpClient())
        .overrideConfiguration(
            config -> {
              config.retryStrategy(SdkDefaults.retryMode());
              Stream.of(interceptors).forEach(config::addExecutionInterceptor);
            })
        .build();
  }
}
