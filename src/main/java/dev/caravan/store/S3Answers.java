package dev.caravan.store;

import dev.caravan.generation.Generation;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.Optional;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.s3.model.GetObjectResponse;

/** What the answers of S3 mean for a record or a result. */
final class S3Answers {

  private static final int NOT_FOUND = 404;
  private static final int CONFLICT = 409;
  private static final int PRECONDITION_FAILED = 412;
  private static final int RANGE_NOT_SATISFIABLE = 416;
  private static final int SERVER_ERROR = 500;

  private S3Answers() {}

  /** True if the object is not there. A bucket that does not exist says nothing about an object. */
  static boolean isMissing(SdkException e) {
    return e instanceof AwsServiceException answer
        && answer.statusCode() == NOT_FOUND
        && !"NoSuchBucket".equals(code(answer));
  }

  /** True if the condition of a write did not hold, or another write was in progress. */
  static boolean isConflict(SdkException e) {
    return e instanceof AwsServiceException answer
        && (answer.statusCode() == PRECONDITION_FAILED || answer.statusCode() == CONFLICT);
  }

  /**
   * True if the object is another one than the reader has begun with: the tag or the size differ.
   */
  static boolean isOtherVersion(SdkException e) {
    return e instanceof AwsServiceException answer
        && (answer.statusCode() == PRECONDITION_FAILED
            || answer.statusCode() == RANGE_NOT_SATISFIABLE);
  }

  /**
   * True if only the object itself can tell whether a conditional write was applied: the condition
   * did not hold (perhaps because an attempt whose answer was lost was applied), the object is
   * missing, S3 failed, or there was no answer.
   */
  static boolean isUnclear(SdkException e) {
    return !(e instanceof AwsServiceException answer)
        || isConflict(e)
        || isMissing(e)
        || answer.statusCode() >= SERVER_ERROR;
  }

  /** The generation with the time that is left of its claim, by S3's clock. */
  static Generation dated(Generation read, GetObjectResponse object) {
    return age(object).map(read::readAtAge).orElse(read);
  }

  /** How old an object was when it was read; empty if the server does not send both times. */
  static Optional<Duration> age(GetObjectResponse object) {
    Instant modified = object.lastModified();
    if (modified == null || object.sdkHttpResponse() == null) {
      return Optional.empty();
    }
    return object
        .sdkHttpResponse()
        .firstMatchingHeader("Date")
        .flatMap(S3Answers::httpDate)
        .map(now -> Duration.between(modified, now))
        .map(age -> age.isNegative() ? Duration.ZERO : age);
  }

  private static Optional<Instant> httpDate(String text) {
    try {
      return Optional.of(
          ZonedDateTime.parse(text, DateTimeFormatter.RFC_1123_DATE_TIME).toInstant());
    } catch (DateTimeException e) {
      return Optional.empty();
    }
  }

  private static String code(AwsServiceException answer) {
    return answer.awsErrorDetails() == null ? null : answer.awsErrorDetails().errorCode();
  }
}
