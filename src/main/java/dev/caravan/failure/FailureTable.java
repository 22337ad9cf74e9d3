package dev.caravan.failure;

import static dev.caravan.failure.FailureRow.Billing.MAY_BE_BILLED;
import static dev.caravan.failure.FailureRow.Billing.NOT_BILLED;
import static dev.caravan.failure.FailureRow.Ends.AT_ONCE;
import static dev.caravan.failure.FailureRow.Ends.AT_SECOND_RECEIVE;
import static dev.caravan.failure.FailureRow.Ends.AT_THIRD_ATTEMPT;
import static dev.caravan.failure.FailureRow.Ends.NEVER;
import static dev.caravan.failure.FailureRow.Ends.ONCE_ANSWERED;
import static dev.caravan.failure.FailureRow.FixedBy.OPERATOR;
import static dev.caravan.failure.FailureRow.FixedBy.SENDER;
import static dev.caravan.failure.FailureRow.FixedBy.TIME;
import static dev.caravan.failure.FailureRow.Lane.SLOWED;
import static dev.caravan.failure.FailureRow.Lane.UNCHANGED;
import static dev.caravan.failure.FailureRow.Outcome.FAILED;
import static dev.caravan.failure.FailureRow.Outcome.REFUSED;
import static dev.caravan.failure.FailureRow.Paused.LANE;
import static dev.caravan.failure.FailureRow.Paused.QUEUE;
import static dev.caravan.failure.FailureRow.Pausing.NOTHING;
import static dev.caravan.failure.FailureRow.Readiness.NOT_READY;
import static dev.caravan.failure.FailureRow.Readiness.READY;
import static dev.caravan.failure.FailureRow.Retry.AS_CONFIGURED;
import static dev.caravan.failure.FailureRow.Retry.NONE;
import static dev.caravan.failure.FailureRow.Retry.ONCE;
import static dev.caravan.failure.FailureRow.Retry.ON_FALLBACK;
import static dev.caravan.failure.FailureRow.Retry.UNTIL_STORED;
import static dev.caravan.failure.FailureRow.Shown.AWS_MESSAGE;
import static dev.caravan.failure.FailureRow.Shown.GENERAL;
import static dev.caravan.failure.FailureRow.Shown.OUR_MESSAGE;
import static java.time.Duration.ofMinutes;
import static java.time.Duration.ofSeconds;

import dev.caravan.failure.FailureRow.GiveBack;
import dev.caravan.failure.FailureRow.Pausing;
import dev.caravan.generation.Generation;
import dev.caravan.generation.Reason;
import java.time.Duration;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/**
 * What each reason means and what follows from it, one row per reason. Everything that handles
 * failures asks here: retries, delays, pauses, problem replies, metrics. The tables in {@code
 * docs/reliability.md} and {@code docs/api.md} and the codes in {@code openapi.json} are written
 * from it.
 */
public final class FailureTable {

  private static final Duration LONGEST = ofMinutes(15);

  /** In the order of {@link Reason}; the columns are those of {@link FailureRow}. */
  private static final List<FailureRow> ROWS =
      List.of(
          new FailureRow(
              Reason.INVALID_PROMPT,
              "The prompt can't be used: for example, it is too long, names an unknown model, or has"
                  + " a bad parameter.",
              "The model refused the request.",
              AWS_MESSAGE,
              AT_ONCE,
              MAY_BE_BILLED,
              NONE,
              new GiveBack(ofSeconds(5), LONGEST),
              UNCHANGED,
              NOTHING,
              422,
              REFUSED,
              SENDER),
          new FailureRow(
              Reason.CONTENT_BLOCKED,
              "The model's filter or a guardrail refused the prompt or the answer.",
              "The model refused the request.",
              AWS_MESSAGE,
              AT_ONCE,
              MAY_BE_BILLED,
              NONE,
              new GiveBack(ofSeconds(5), LONGEST),
              UNCHANGED,
              NOTHING,
              422,
              REFUSED,
              SENDER),
          new FailureRow(
              Reason.REFUSED,
              "The model refused the request, and the answer does not tell whether the prompt or the"
                  + " model's configuration is at fault. Other prompts of the same model decide: if"
                  + " one succeeds, it is `INVALID_PROMPT`; if three different prompts get the same"
                  + " answer, it is `MODEL_UNUSABLE`. Only records of prompts from the queue have"
                  + " this code: HTTP callers can't wait, so they get `INVALID_PROMPT` at once.",
              "The model refused the request.",
              AWS_MESSAGE,
              NEVER,
              NOT_BILLED,
              NONE,
              new GiveBack(ofSeconds(5), LONGEST),
              UNCHANGED,
              NOTHING,
              422,
              REFUSED,
              SENDER),
          new FailureRow(
              Reason.THROTTLED,
              "The model throttles or is not ready yet, or has as many calls in flight as it takes"
                  + " now.",
              "The model takes no more calls just now; try again later.",
              OUR_MESSAGE,
              NEVER,
              NOT_BILLED,
              AS_CONFIGURED,
              new GiveBack(ofSeconds(2), LONGEST),
              SLOWED,
              NOTHING,
              429,
              FAILED,
              TIME),
          new FailureRow(
              Reason.MODEL_UNAVAILABLE,
              "The model's service failed: a 5xx, a lost connection, or an answer without a"
                  + " result.",
              "The model's service failed; try again later.",
              OUR_MESSAGE,
              NEVER,
              MAY_BE_BILLED,
              AS_CONFIGURED,
              new GiveBack(ofSeconds(2), LONGEST),
              UNCHANGED,
              new Pausing(LANE, 5, READY, ""),
              502,
              FAILED,
              TIME),
          new FailureRow(
              Reason.MODEL_TIMEOUT,
              "The model did not answer in time.",
              "The model did not answer in time.",
              OUR_MESSAGE,
              AT_SECOND_RECEIVE,
              MAY_BE_BILLED,
              ONCE,
              new GiveBack(ofSeconds(10), LONGEST),
              UNCHANGED,
              NOTHING,
              504,
              FAILED,
              TIME),
          new FailureRow(
              Reason.QUOTA,
              "The account's quota for the model or the day's budget is used up.",
              "The account's quota for this model is used up.",
              OUR_MESSAGE,
              NEVER,
              NOT_BILLED,
              NONE,
              // The lane pauses, so a message that failed before the pause need not wait.
              new GiveBack(ofSeconds(5), LONGEST),
              UNCHANGED,
              new Pausing(LANE, 1, READY, "or the whole queue if it is the day's budget"),
              503,
              FAILED,
              TIME),
          new FailureRow(
              Reason.MODEL_UNUSABLE,
              "The model can't be used: access is denied, or it is retired or not in this region."
                  + " Or its answer exceeds the catalogue's limits: it is too large, or it used all"
                  + " output tokens before its first word.",
              "The model can't be used: access is denied, or it is retired or not in this region.",
              OUR_MESSAGE,
              ONCE_ANSWERED,
              NOT_BILLED,
              ON_FALLBACK,
              // The lane pauses, so a message that failed before the pause need not wait.
              new GiveBack(ofSeconds(5), LONGEST),
              UNCHANGED,
              new Pausing(LANE, 1, READY, "or after three different prompts if it answered"),
              503,
              FAILED,
              OPERATOR),
          new FailureRow(
              Reason.STORE,
              "S3 failed.",
              "The result store (S3) failed; try again later.",
              // Our own message names the object.
              GENERAL,
              NEVER,
              MAY_BE_BILLED,
              UNTIL_STORED,
              new GiveBack(ofSeconds(5), LONGEST),
              UNCHANGED,
              new Pausing(QUEUE, 1, NOT_READY, "if S3 answers 403 or 5xx, or can't be reached"),
              503,
              FAILED,
              TIME),
          new FailureRow(
              Reason.QUEUE,
              "SQS did not take an asynchronous prompt.",
              "The queue (SQS) failed; try again later.",
              OUR_MESSAGE,
              NEVER,
              NOT_BILLED,
              NONE,
              new GiveBack(ofSeconds(5), LONGEST),
              UNCHANGED,
              NOTHING,
              503,
              FAILED,
              TIME),
          new FailureRow(
              Reason.EXPIRED,
              "The prompt waited on the queue for longer than `CARAVAN_QUEUE_LONGEST_WAIT_HOURS`."
                  + " Its detail has the last failure. HTTP never answers with it.",
              "The prompt waited on the queue for too long.",
              OUR_MESSAGE,
              AT_ONCE,
              NOT_BILLED,
              NONE,
              new GiveBack(ofSeconds(5), LONGEST),
              UNCHANGED,
              NOTHING,
              504,
              FAILED,
              OPERATOR),
          new FailureRow(
              Reason.UNEXPECTED,
              "Internal error: a failure that no rule knows.",
              "Internal error; the log contains the cause.",
              OUR_MESSAGE,
              AT_THIRD_ATTEMPT,
              MAY_BE_BILLED,
              NONE,
              new GiveBack(ofSeconds(5), LONGEST),
              UNCHANGED,
              NOTHING,
              500,
              FAILED,
              OPERATOR));

  private static final Map<Reason, FailureRow> BY_REASON = new EnumMap<>(Reason.class);

  static {
    ROWS.forEach(row -> BY_REASON.put(row.reason(), row));
  }

  private FailureTable() {}

  /** The row of a reason; every reason has one. */
  public static FailureRow of(Reason reason) {
    return BY_REASON.get(reason);
  }

  /** All rows, in the order of {@link Reason}. */
  public static List<FailureRow> rows() {
    return ROWS;
  }

  /** True if HTTP callers can't be served while this reason pauses the queue. */
  static boolean isNotReady(Reason reason) {
    return of(reason).pausing().readiness() == NOT_READY;
  }

  /**
   * True if failures of this reason may be the prompt's fault, and enough of them pause a model.
   */
  public static boolean mayPauseModel(Reason reason) {
    return of(reason).pausing().what() == LANE || reason == Reason.REFUSED;
  }

  /** True if the generation failed and the same prompt would be refused again. */
  public static boolean isRefused(Generation generation) {
    if (!generation.isFailed()) {
      return false;
    }
    FailureRow row = of(generation.failure().reason());
    // An expired prompt can be tried again: nothing is wrong with it.
    return row.isFinal() && row.fixedBy() == SENDER;
  }
}
