package dev.caravan.failure;

import dev.caravan.generation.Reason;
import dev.caravan.generation.ReasonedException;
import java.util.Optional;
import software.amazon.awssdk.awscore.exception.AwsServiceException;

/**
 * What an exception means.
 *
 * @param cause the exception in the chain of causes that decided; null if nothing was thrown
 * @param billing whether the call may have been paid for
 * @param isPresumed true if other prompts may prove the reason wrong
 */
public record Verdict(
    FailureRow row, Throwable cause, FailureRow.Billing billing, boolean isPresumed) {

  Verdict(FailureRow row, Throwable cause) {
    this(row, cause, row.billing(), false);
  }

  /** The same failure with the reason that the evidence of other prompts shows. */
  Verdict decided(Reason reason) {
    return new Verdict(FailureTable.of(reason), cause, billing, false);
  }

  public Reason reason() {
    return row.reason();
  }

  /**
   * True if the prompt ends here: another try would fail or would only cost.
   *
   * @param claims how often the prompt has been claimed, 0 or more
   */
  boolean isFinal(int claims) {
    return row.ends().after(claims) || isFinalByItself();
  }

  /** True if the exception itself says that another try would fail or would only cost. */
  public boolean isFinalByItself() {
    return reasoned().filter(ReasonedException::isFinal).isPresent();
  }

  /** True if the log already says why. */
  boolean isLoggedAlready() {
    return reasoned().filter(ReasonedException::isLoggedAlready).isPresent();
  }

  /** True if a retry within the same call may succeed. */
  boolean mayBeRetried() {
    return reasoned().map(ReasonedException::mayBeRetried).orElse(true);
  }

  /**
   * True if a call was counted that is not billed: AWS refused it before the model worked on it, or
   * it was never sent. Most exceptions of ours mean that no call was counted, or one that may have
   * been billed.
   */
  boolean isRefusedOutright() {
    return reasoned()
        .map(ReasonedException::isUnsentCall)
        .orElse(billing == FailureRow.Billing.NOT_BILLED);
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

  /** The same sentence for the log, without any text of the request. */
  String forLog() {
    return row.shown() == FailureRow.Shown.GENERAL
        ? detail()
        : reasoned().map(ReasonedException::forLog).orElseGet(this::detail);
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
