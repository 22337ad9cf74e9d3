package dev.caravan.cli.doctor;

import software.amazon.awssdk.awscore.exception.AwsErrorDetails;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.core.exception.SdkException;

/** Describes a failed call of AWS in one line. */
record AwsAnswer(SdkException thrown) {

  private static final int UNAUTHORIZED = 401;
  private static final int FORBIDDEN = 403;

  /**
   * @param service the service's name, for example {@code SQS}
   */
  String line(String service) {
    return thrown instanceof AwsServiceException answer
        ? "%s answered %d (%s): %s"
            .formatted(service, answer.statusCode(), code(), message().strip())
        : "%s can't be reached: %s".formatted(service, message().strip());
  }

  /** True if AWS answered that the caller may not do this. */
  boolean isRefusal() {
    return thrown instanceof AwsServiceException answer
        && (answer.statusCode() == FORBIDDEN
            || answer.statusCode() == UNAUTHORIZED
            || code().contains("AccessDenied"));
  }

  /** AWS's error code; empty without an answer. */
  String code() {
    AwsErrorDetails details = details();
    return details == null || details.errorCode() == null ? "" : details.errorCode();
  }

  private String message() {
    AwsErrorDetails details = details();
    return details == null || details.errorMessage() == null
        ? String.valueOf(thrown.getMessage())
        : details.errorMessage();
  }

  private AwsErrorDetails details() {
    return thrown instanceof AwsServiceException answer ? answer.awsErrorDetails() : null;
  }
}
