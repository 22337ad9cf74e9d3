package dev.caravan.failure;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.caravan.generation.Reason;
import software.amazon.awssdk.awscore.exception.AwsErrorDetails;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.core.SdkBytes;

/**
 * What is wrong with a model, for operators. Callers get only the general sentence of the reason.
 *
 * @param code AWS's error code, for example {@code AccessDeniedException}; otherwise the name of
 *     the exception
 * @param message as AWS wrote it; otherwise the answer's status and first words, or the exception's
 *     message; may be empty
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
          text(details.errorMessage()).isBlank() ? described(answer) : details.errorMessage());
    }
    return new Trouble(reason, name(thrown), text(thrown.getMessage()));
  }

  /** A proxy or firewall may answer with a page of its own instead of AWS's JSON. */
  private static String described(AwsServiceException answer) {
    SdkBytes raw = answer.awsErrorDetails().rawResponse();
    String words = raw == null ? "" : new PlainWords(new String(raw.asByteArray(), UTF_8)).first();
    String status = "status " + answer.statusCode();
    return words.isEmpty() ? status : status + ": " + words;
  }

  private static String name(Throwable thrown) {
    return thrown.getClass().getSimpleName();
  }

  private static String text(String message) {
    return message == null ? "" : message;
  }
}
