package dev.caravan.pace;

import dev.caravan.failure.FailurePolicy;
import dev.caravan.generation.Reason;
import java.util.Optional;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.bedrockruntime.BedrockRuntimeClient;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.S3Exception;

/** Which failures are worth a pause, and the question that tells when each is over. */
public final class Probes {

  private static final int FORBIDDEN = 403;

  private final BedrockRuntimeClient bedrock;
  private final S3Client s3;
  private final String bucket;
  private final String prefix;
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
    this.prefix = prefix;
    this.policy = policy;
  }

  Optional<Probe> of(Reason reason, Throwable thrown, Optional<String> model) {
    if (reason == Reason.MODEL_UNUSABLE) {
      return model.map(id -> () -> askModel(id));
    }
    return reason == Reason.STORE && isForbidden(thrown)
        ? Optional.of(this::askStore)
        : Optional.empty();
  }

  /** An empty request: who may not use the model is told so before the request is looked at. */
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
      return policy.failureOf(e).reason() == Reason.MODEL_UNUSABLE
          ? Optional.of(e.getMessage())
          : Optional.empty();
    }
  }

  /** A write over a version that can't be: who may not write is told 403, who may is told 412. */
  private Optional<String> askStore() {
    try {
      s3.putObject(
          put -> put.bucket(bucket).key(prefix + "generations/probe").ifMatch("\"never\""),
          RequestBody.empty());
      return Optional.empty();
    } catch (AwsServiceException e) {
      return e.statusCode() == FORBIDDEN ? Optional.of(e.getMessage()) : Optional.empty();
    } catch (SdkException e) {
      return Optional.of(e.getMessage());
    }
  }

  private static boolean isForbidden(Throwable thrown) {
    for (Throwable cause = thrown; cause != null; cause = cause.getCause()) {
      if (cause instanceof S3Exception s3Exception) {
        return s3Exception.statusCode() == FORBIDDEN;
      }
    }
    return false;
  }
}
