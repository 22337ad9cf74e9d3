package dev.caravan.failure;

import java.util.Optional;
import java.util.Set;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.services.s3.model.S3Exception;

/** Tells a failure of S3 as a whole from the failure of one object. */
public final class StoreOutage {

  private static final int MOVED = 301;
  private static final int FORBIDDEN = 403;
  private static final int SERVER_ERROR = 500;

  /** Codes of S3 that say that the configuration is wrong, whatever their status is. */
  private static final Set<String> MISCONFIGURED =
      Set.of(
          "NoSuchBucket",
          "PermanentRedirect",
          "AuthorizationHeaderMalformed",
          "IllegalLocationConstraintException",
          "InvalidBucketName");

  private StoreOutage() {}

  /**
   * True if S3 refuses writes, answers 5xx, or can't be reached, or if the bucket does not exist or
   * is in another region.
   */
  public static boolean is(Throwable thrown) {
    for (Throwable cause = thrown; cause != null; cause = cause.getCause()) {
      if (cause instanceof S3Exception answer) {
        return answer.statusCode() == FORBIDDEN
            || answer.statusCode() == MOVED
            || answer.statusCode() >= SERVER_ERROR
            || MISCONFIGURED.contains(code(answer));
      }
      if (cause instanceof SdkClientException) {
        return true;
      }
    }
    return false;
  }

  /**
   * What S3 answered, for operators: the object, the code and the message, and the bucket's region
   * if it is another one. Empty if {@code thrown} is no failure of S3 as a whole.
   */
  static Optional<String> explain(Throwable thrown) {
    if (thrown == null || !is(thrown)) {
      return Optional.empty();
    }
    StringBuilder text = new StringBuilder();
    for (Throwable cause = thrown; cause != null; cause = cause.getCause()) {
      if (cause.getMessage() != null && text.indexOf(cause.getMessage()) < 0) {
        text.append(text.isEmpty() ? "" : ": ").append(cause.getMessage());
      }
      if (cause instanceof S3Exception answer) {
        text.append(" [").append(code(answer)).append(']');
        region(answer).ifPresent(region -> text.append(" The bucket is in ").append(region));
        return Optional.of(text.append('.').toString());
      }
    }
    return Optional.of(text.append('.').toString());
  }

  private static Optional<String> region(S3Exception answer) {
    return answer.awsErrorDetails() == null || answer.awsErrorDetails().sdkHttpResponse() == null
        ? Optional.empty()
        : answer.awsErrorDetails().sdkHttpResponse().firstMatchingHeader("x-amz-bucket-region");
  }

  private static String code(S3Exception answer) {
    return answer.awsErrorDetails() == null
        ? ""
        : String.valueOf(answer.awsErrorDetails().errorCode());
  }
}
