package dev.caravan.failure;

import dev.caravan.generation.Reason;
import java.util.Locale;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.core.exception.SdkServiceException;

/**
 * Which exceptions have which reason. An exception must match all three conditions.
 *
 * @param type class of the exception, subclasses included
 * @param status HTTP status of the answer; {@value #ANY_STATUS} matches any
 * @param text part of AWS's message, in lower case; empty matches any
 * @param billing whether such a call may have been paid for
 * @param certainty whether other prompts may prove the reason wrong
 * @param source public page that documents the answer or shows its wording
 */
public record FailureRule(
    Class<? extends Throwable> type,
    int status,
    String text,
    Reason reason,
    FailureRow.Billing billing,
    Certainty certainty,
    String source) {

  static final int ANY_STATUS = 0;

  /** Whether the answer alone decides. */
  enum Certainty {
    SURE,
    /** The model is blamed until another prompt of the same model succeeds. */
    PRESUMED
  }

  /** A rule that is sure, with the billing of its reason. */
  FailureRule(
      Class<? extends Throwable> type, int status, String text, Reason reason, String source) {
    this(type, status, text, reason, FailureTable.of(reason).billing(), Certainty.SURE, source);
  }

  FailureRule withBilling(FailureRow.Billing other) {
    return new FailureRule(type, status, text, reason, other, certainty, source);
  }

  FailureRule presumed() {
    return new FailureRule(type, status, text, reason, billing, Certainty.PRESUMED, source);
  }

  boolean matches(Throwable thrown) {
    return type.isInstance(thrown)
        && (status == ANY_STATUS || status == statusOf(thrown))
        && messageOf(thrown).toLowerCase(Locale.ROOT).contains(text);
  }

  private static int statusOf(Throwable thrown) {
    return thrown instanceof SdkServiceException answer ? answer.statusCode() : ANY_STATUS;
  }

  /** AWS's message alone: the exception's own adds the service, the status and a request id. */
  private static String messageOf(Throwable thrown) {
    return thrown instanceof AwsServiceException answer
            && answer.awsErrorDetails() != null
            && answer.awsErrorDetails().errorMessage() != null
        ? answer.awsErrorDetails().errorMessage()
        : "";
  }
}
