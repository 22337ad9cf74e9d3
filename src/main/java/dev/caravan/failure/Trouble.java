package dev.caravan.failure;

import dev.caravan.generation.Reason;
import software.amazon.awssdk.awscore.exception.AwsErrorDetails;
import software.amazon.awssdk.awscore.exception.AwsServiceException;

/**
 * What is wrong with a model, for operators. Callers get only the general sentence of the reason.
 *
 * @param code AWS's error code, for example {@code AccessDeniedException}; otherwise the name of
 *     the exception
 * @param message as AWS wrote it; otherwise the exception's; may be empty
 */
public record Trouble(Reason reason, String code, String message) {

  /**
   * @param reason null if it is not known yet
   */
  public static Trouble of(Reason reason, Throwable thrown) {
    if (thrown instanceof AwsServiceException answer && answer.awsErrorDetails() != null) {
      AwsErrorDetails details = answer.awsErrorDetails();
      return new Trouble(
          reason,
          details.errorCode() == null ? name(thrown) : details.errorCode(),
          text(details.errorMessage()));
    }
    return new Trouble(reason, name(thrown), text(thrown.getMessage()));
  }

  private static String name(Throwable thrown) {
    return thrown.getClass().getSimpleName();
  }

  private static String text(String message) {
    return message == null ? "" : message;
  }
}
