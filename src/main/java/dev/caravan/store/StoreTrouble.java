package dev.caravan.store;

import java.util.Optional;
import software.amazon.awssdk.awscore.exception.AwsErrorDetails;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.core.exception.SdkException;

/**
 * Explains in one line why a bucket can't be used.
 *
 * @param isMisconfigured true if only a change of the configuration can help; false if waiting may
 */
record StoreTrouble(String line, boolean isMisconfigured) {

  private static final int MOVED = 301;
  private static final int BAD_REQUEST = 400;
  private static final int FORBIDDEN = 403;

  /**
   * @param region that the client calls
   */
  static StoreTrouble of(SdkException e, String bucket, String region) {
    if (!(e instanceof AwsServiceException answer)) {
      return new StoreTrouble(
          "S3 can't be reached for the bucket %s: %s".formatted(bucket, e.getMessage()), false);
    }
    Optional<String> other = region(answer).filter(there -> !there.equals(region));
    if (other.isPresent() || answer.statusCode() == MOVED) {
      return new StoreTrouble(
          "The bucket %s is in %s, but Caravan calls S3 in %s. Set AWS_REGION to the bucket's region."
              .formatted(bucket, other.orElse("another region"), region),
          true);
    }
    String code = code(answer);
    if (code.equals("NoSuchBucket")) {
      return new StoreTrouble(
          "The bucket %s does not exist. Check BUCKET_NAME.".formatted(bucket), true);
    }
    if (answer.statusCode() == FORBIDDEN) {
      return new StoreTrouble(
          "S3 refuses writes to the bucket %s (%s): %s".formatted(bucket, code, message(answer)),
          false);
    }
    return new StoreTrouble(
        "S3 answered %d for the bucket %s (%s): %s"
            .formatted(answer.statusCode(), bucket, code, message(answer)),
        answer.statusCode() == BAD_REQUEST && code.equals("InvalidBucketName"));
  }

  static StoreTrouble ignoresCondition(String condition, String bucket) {
    return new StoreTrouble(
        "The store of the bucket %s ignores %s on writes, so two instances could pay for one prompt."
                .formatted(bucket, condition)
            + " Use a store with conditional writes, as S3 has them.",
        true);
  }

  /** The bucket's region, which S3 names in a header whenever a call went to another region. */
  private static Optional<String> region(AwsServiceException answer) {
    AwsErrorDetails details = answer.awsErrorDetails();
    return details == null || details.sdkHttpResponse() == null
        ? Optional.empty()
        : details.sdkHttpResponse().firstMatchingHeader("x-amz-bucket-region");
  }

  private static String code(AwsServiceException answer) {
    AwsErrorDetails details = answer.awsErrorDetails();
    return details == null || details.errorCode() == null ? "no code" : details.errorCode();
  }

  private static String message(AwsServiceException answer) {
    AwsErrorDetails details = answer.awsErrorDetails();
    return details == null || details.errorMessage() == null
        ? answer.getMessage()
        : details.errorMessage();
  }
}
