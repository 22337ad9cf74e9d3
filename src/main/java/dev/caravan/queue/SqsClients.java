package dev.caravan.queue;

import dev.caravan.aws.SdkDefaults;
import java.security.SecureRandom;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import software.amazon.awssdk.core.interceptor.ExecutionInterceptor;
import software.amazon.awssdk.services.sqs.SqsClient;
import software.amazon.awssdk.services.sqs.model.Message;

/** Builds SQS clients from the SDK's own settings (environment variables, profile, role). */
public final class SqsClients {

  private SqsClients() {}

  /**
   * The client for the queue of prompts. It must be the only SQS client in the registry, because
   * Camel finds it by its type.
   *
   * @param lanes how many messages of each model may be in progress
   * @param renewed makes the message that is sent again for a message
   * @param traced traces its calls
   */
  public static LeasingSqsClient leasing(
      QueueSettings settings,
      Lanes lanes,
      UnaryOperator<Message> renewed,
      ExecutionInterceptor traced) {
    return new LeasingSqsClient(client(traced), settings, lanes, renewed, new SecureRandom());
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
