package dev.caravan.pace;

import dev.caravan.failure.FailurePolicy;
import dev.caravan.generation.Reason;
import dev.caravan.store.Keys;
import java.util.Optional;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.bedrockruntime.BedrockRuntimeClient;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.S3Exception;

/** Which failures are worth a pause, and the question that tells when each is over. */
public final class Probes {

  private static final int FORBIDDEN = 403;
  private static final int SERVER_ERROR = 500;

  private final BedrockRuntimeClient bedrock;
  private final S3Client s3;
  private final String bucket;
  private final Keys keys;
  private final FailurePolicy policy;

  public Probes(
      BedrockRuntimeClient bedrock,
      S3Client s3,
      String bucket,
      String prefix,
      FailurePolicy policy) {
    this.bedrock = bedrock;
    this.s3 = s3;
    this.bucket = bucket;
    this.keys = new Keys(prefix);
    this.policy = policy;
  }

  Optional<Probe> of(Reason reason, Throwable thrown, Optional<String> model) {
    return switch (reason) {
      case MODEL_UNUSABLE, MODEL_UNAVAILABLE -> model.map(id -> () -> askModel(id));
      case STORE -> isStoreDown(thrown) ? Optional.of(this::askStore) : Optional.empty();
      default -> Optional.empty();
    };
  }

  /**
   * An empty request: who may not use the model is told so before the request is looked at, and a
   * model that is down does not look at it.
   */
  private Optional<String> askModel(String id) {
    try {
      bedrock.invokeModel(
          invoke ->
              invoke
                  .modelId(id)
                  .contentType("application/json")
                  .body(SdkBytes.fromUtf8String("{}")));
      return Optional.empty();
    } catch (RuntimeException e) {
      return switch (policy.failureOf(e).reason()) {
        case MODEL_UNUSABLE, MODEL_UNAVAILABLE -> Optional.of(e.getMessage());
        default -> Optional.empty();
      };
    }
  }

  /** A write over a version that can't be: who may not write is told 403, who may is told 412. */
  private Optional<String> askStore() {
    try {
      s3.putObject(
          put -> put.bucket(bucket).key(keys.probe()).ifMatch("\"never\""), RequestBody.empty());
      return Optional.empty();
    } catch (AwsServiceException e) {
      return isDown(e.statusCode()) ? Optional.of(e.getMessage()) : Optional.empty();
    } catch (SdkException e) {
      return Optional.of(e.getMessage());
    }
  }

  /** Not for one object: S3 may not be written, answers 5xx, or can't be reached. */
  private static boolean isStoreDown(Throwable thrown) {
    for (Throwable cause = thrown; cause != null; cause = cause.getCause()) {
      if (cause instanceof S3Exception s3Exception) {
        return isDown(s3Exception.statusCode());
      }
      if (cause instanceof SdkClientException) {
        return true;
      }
    }
    return false;
  }

  private static boolean isDown(int status) {
    return status == FORBIDDEN || status >= SERVER_ERROR;
  }
}
