package dev.caravan.failure;

import dev.caravan.generation.ReasonedException;
import java.util.Optional;
import software.amazon.awssdk.awscore.exception.AwsServiceException;

/**
 * What an exception means.
 *
 * @param cause the exception in the chain of causes that decided; null if nothing was thrown
 */
record Verdict(FailureRow row, Throwable cause) {

  /**
   * True if the prompt ends here: another try would fail or would only cost.
   *
   * @param claims how often the prompt has been claimed, 0 or more
   */
  boolean isFinal(int claims) {
    return row.ends().after(claims) || reasoned().filter(ReasonedException::isFinal).isPresent();
  }

  /** True if a retry within the same call may succeed. */
  boolean mayBeRetried() {
    return reasoned().map(ReasonedException::mayBeRetried).orElse(true);
  }

  /**
   * True if AWS refused the call before the model worked on it. Exceptions of ours do not count:
   * they mean that no call was made, or one that may have been billed.
   */
  boolean isRefusedOutright() {
    return reasoned().isEmpty() && row.billing() == FailureRow.Billing.NOT_BILLED;
  }

  /** One sentence for callers. It never tells who we are or which object failed. */
  String detail() {
    if (row.shown() == FailureRow.Shown.GENERAL) {
      return row.toCallers();
    }
    if (cause instanceof ReasonedException) {
      return cause.getMessage();
    }
    return row.shown() == FailureRow.Shown.AWS_MESSAGE && cause instanceof AwsServiceException aws
        ? row.toCallers().replaceFirst("\\.$", ": ") + message(aws)
        : row.toCallers();
  }

  private Optional<ReasonedException> reasoned() {
    return cause instanceof ReasonedException reasoned ? Optional.of(reasoned) : Optional.empty();
  }

  private static String message(AwsServiceException thrown) {
    return thrown.awsErrorDetails() == null || thrown.awsErrorDetails().errorMessage() == null
        ? "status " + thrown.statusCode()
        : thrown.awsErrorDetails().errorMessage();
  }
}
