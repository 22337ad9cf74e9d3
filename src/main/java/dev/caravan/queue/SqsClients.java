package dev.caravan.queue;

import dev.caravan.aws.SdkDefaults;
import java.security.SecureRandom;
import java.util.function.IntSupplier;
import java.util.stream.Stream;
import software.amazon.awssdk.core.interceptor.ExecutionInterceptor;
import software.amazon.awssdk.services.sqs.SqsClient;

/** The SQS clients as the SDK's own settings describe them (variables, profile, role). */
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
