package dev.caravan.model;

import dev.caravan.aws.SdkDefaults;
import dev.caravan.generation.ReasonedException;
import java.io.IOException;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import software.amazon.awssdk.awscore.retry.AwsRetryStrategy;
import software.amazon.awssdk.core.exception.ApiCallAttemptTimeoutException;
import software.amazon.awssdk.core.exception.ApiCallTimeoutException;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.core.interceptor.ExecutionInterceptor;
import software.amazon.awssdk.http.SdkHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.bedrockruntime.BedrockRuntimeClient;
import software.amazon.awssdk.services.bedrockruntime.model.ConverseRequest;
import software.amazon.awssdk.services.bedrockruntime.model.ConverseResponse;
import software.amazon.awssdk.services.bedrockruntime.model.InvokeModelRequest;
import software.amazon.awssdk.services.bedrockruntime.model.InvokeModelResponse;

/**
 * The Bedrock client of Camel's component aws-bedrock. It calls each model in the region that the
 * catalogue names. It never retries, because a call costs money and the failure policy decides. It
 * waits as long as an image may take: with the SDK's 30 s, one image could be paid four times.
 */
public final class RegionalBedrock implements BedrockRuntimeClient {

  /** How the SDK's message begins if it can't parse an answer. */
  private static final String UNREADABLE = "Unable to unmarshall response";

  private final Catalogue catalogue;
  private final Duration timeout;
  private final ExecutionInterceptor traced;
  private final SdkHttpClient http;
  private final Map<String, BedrockRuntimeClient> clients = new ConcurrentHashMap<>();

  /**
   * @param timeoutSeconds how long one call may take
   * @param connections maximum number of calls in flight, in all regions together
   * @param traced traces its calls
   */
  public RegionalBedrock(
      Catalogue catalogue, long timeoutSeconds, int connections, ExecutionInterceptor traced) {
    this.catalogue = catalogue;
    this.traced = traced;
    this.timeout = Duration.ofSeconds(timeoutSeconds);
    this.http =
        SdkDefaults.httpClient()
            .socketTimeout(timeout)
            .connectionTimeout(Duration.ofSeconds(5))
            .maxConnections(connections)
            .build();
  }

  @Override
  public InvokeModelResponse invokeModel(InvokeModelRequest request) {
    try {
      return client(request.modelId()).invokeModel(request);
    } catch (SdkClientException e) {
      throw translated(request.modelId(), e);
    }
  }

  @Override
  public ConverseResponse converse(ConverseRequest request) {
    try {
      return StopReasons.keep(request, client(request.modelId()).converse(request));
    } catch (SdkClientException e) {
      throw translated(request.modelId(), e);
    }
  }

  private BedrockRuntimeClient client(String modelId) {
    return clients.computeIfAbsent(catalogue.accepted(modelId).region(), this::connect);
  }

  private BedrockRuntimeClient connect(String region) {
    return BedrockRuntimeClient.builder()
        .region(Region.of(region))
        .httpClient(http)
        .overrideConfiguration(
            config ->
                config
                    .retryStrategy(AwsRetryStrategy.doNotRetry())
                    .apiCallAttemptTimeout(timeout)
                    .apiCallTimeout(timeout)
                    .addExecutionInterceptor(traced)
                    .addExecutionInterceptor(new AnswerBodies(catalogue, timeout.dividedBy(2))))
        .build();
  }

  /** Names the model and the reason, which the SDK's client-side errors do not. */
  private static RuntimeException translated(String modelId, SdkClientException e) {
    boolean late =
        e instanceof ApiCallTimeoutException
            || e instanceof ApiCallAttemptTimeoutException
            || cause(e, java.net.SocketTimeoutException.class).isPresent();
    if (late) {
      return new ModelTimeoutException(modelId, e);
    }
    // Thrown while the answer was read (AnswerBodies).
    return cause(e, ReasonedException.class)
        .orElseGet(
            () ->
                isUnreadable(e)
                    ? new ModelAnswerException("The answer of " + modelId + " can't be read.", e)
                    : new ModelUnreachableException(modelId, e));
  }

  /** True if the answer came, but is not what the SDK expects, for example no JSON. */
  private static boolean isUnreadable(SdkClientException e) {
    // The SDK's parser reads from the connection, so its errors may be those of the connection.
    return String.valueOf(e.getMessage()).startsWith(UNREADABLE)
        && cause(e, IOException.class)
            .map(broken -> broken.getClass().getName().contains(".jackson."))
            .orElse(true);
  }

  private static <T extends Throwable> Optional<T> cause(Throwable thrown, Class<T> type) {
    for (Throwable cause = thrown; cause != null; cause = cause.getCause()) {
      if (type.isInstance(cause)) {
        return Optional.of(type.cast(cause));
      }
    }
    return Optional.empty();
  }

  @Override
  public String serviceName() {
    return SERVICE_NAME;
  }

  @Override
  public void close() {
    clients.values().forEach(BedrockRuntimeClient::close);
    http.close();
  }
}
