package dev.caravan.failure;

import dev.caravan.generation.Reason;
import java.time.Duration;

/**
 * A row of the {@link FailureTable}: everything that follows from one reason.
 *
 * @param reason the key; it is also the problem's {@code code} and the metrics' {@code reason}
 * @param meaning one sentence for the documentation
 * @param toCallers the general sentence for callers; it names no account, object or role
 * @param shown whether callers see that sentence or a more exact message
 * @param ends when the prompt is given up
 * @param billing whether a call that fails this way may have been paid for
 * @param retry tries within one request or receive
 * @param giveBack how long a failed message stays hidden
 * @param lane whether the model's lane allows fewer calls afterwards
 * @param pausing what stops until a probe finds that the cause is over
 * @param status HTTP status of the problem, 400 to 599; its title is the status's own
 * @param outcome the metrics' {@code outcome}, unless the message was given back
 * @param fixedBy who or what most likely ends the failure
 */
public record FailureRow(
    Reason reason,
    String meaning,
    String toCallers,
    Shown shown,
    Ends ends,
    Billing billing,
    Retry retry,
    GiveBack giveBack,
    Lane lane,
    Pausing pausing,
    int status,
    Outcome outcome,
    FixedBy fixedBy) {

  /** True if the same prompt would fail the same way again. */
  public boolean isFinal() {
    return ends == Ends.AT_ONCE;
  }

  /** Which message callers see. */
  public enum Shown {
    /** Always the general sentence. */
    GENERAL,
    /** Our own exception's message, otherwise the general sentence. */
    OUR_MESSAGE,
    /** Our own exception's message, otherwise the general sentence followed by AWS's message. */
    AWS_MESSAGE
  }

  /** When a prompt is given up. */
  public enum Ends {
    AT_ONCE(0),
    /** A call that may have been billed is not repeated forever. */
    AT_SECOND_RECEIVE(2),
    /** A bug or a broken route may have been a hiccup, but not three times. */
    AT_THIRD_ATTEMPT(3),
    /**
     * An answer is paid for, and another one would exceed the same limit, so it ends the prompt at
     * once; its exception says so. Without an answer, the prompt waits.
     */
    ONCE_ANSWERED(Integer.MAX_VALUE),
    NEVER(Integer.MAX_VALUE);

    private final int attempts;

    Ends(int attempts) {
      this.attempts = attempts;
    }

    /**
     * @param claims how often the prompt has been claimed, 0 or more
     */
    boolean after(int claims) {
      return claims >= attempts;
    }
  }

  /** Whether the model call is paid for. */
  public enum Billing {
    NOT_BILLED,
    MAY_BE_BILLED
  }

  /** How often one request or receive tries, the first try included. */
  public enum Retry {
    NONE,
    /** One retry, if more than one try is configured. */
    ONCE,
    /** As many tries as {@code CARAVAN_MODEL_TRIES}. */
    AS_CONFIGURED,
    /** The same, but the write of a result is tried for minutes ({@link StoreRetries}). */
    UNTIL_STORED,
    /** One retry, at once, on the catalogue's fallback model, if it names one. */
    ON_FALLBACK;

    /**
     * @param configured tries at most, 1 or more
     */
    int tries(int configured) {
      return switch (this) {
        case NONE -> 1;
        case ONCE -> Math.min(configured, 2);
        case AS_CONFIGURED, UNTIL_STORED -> configured;
        case ON_FALLBACK -> 2;
      };
    }
  }

  /**
   * Bounds of the delay after which a message comes again. It doubles with each receive.
   *
   * @param base longest delay after the first receive, one second or more
   * @param cap longest delay after any receive, {@code base} or more
   */
  public record GiveBack(Duration base, Duration cap) {

    /** Enough for any cap; more would overflow. */
    private static final int MAX_DOUBLINGS = 20;

    public GiveBack {
      if (base.toSeconds() < 1 || cap.compareTo(base) < 0) {
        throw new IllegalArgumentException("1 s <= base <= cap, not " + base + ", " + cap);
      }
    }

    /**
     * @param receiveCount how often SQS has given the message out, from 1
     * @return the longest delay after that receive
     */
    public Duration longest(int receiveCount) {
      int doublings = Math.min(Math.max(0, receiveCount - 1), MAX_DOUBLINGS);
      Duration grown = base.multipliedBy(1L << doublings);
      return grown.compareTo(cap) > 0 ? cap : grown;
    }
  }

  /** The effect on the number of calls that the model's lane allows. */
  public enum Lane {
    UNCHANGED,
    SLOWED
  }

  /**
   * What stops until a probe finds that the cause is over.
   *
   * @param what stops
   * @param inARow failures of this reason in a row, without a success between them, before it stops
   * @param readiness of the instance while it is stopped
   * @param condition what else must be true, for the documentation; empty if nothing
   */
  public record Pausing(Paused what, int inARow, Readiness readiness, String condition) {

    static final Pausing NOTHING = new Pausing(Paused.NOTHING, 1, Readiness.READY, "");
  }

  /** What a failure stops. */
  public enum Paused {
    NOTHING,
    /** The cause is one model: only prompts for that model wait, and its probe asks that model. */
    LANE,
    /** The cause affects every prompt. */
    QUEUE
  }

  /** Whether HTTP callers should be sent to another instance meanwhile. */
  public enum Readiness {
    READY,
    NOT_READY
  }

  /** How the metrics count a prompt that ended. */
  public enum Outcome {
    REFUSED("refused"),
    FAILED("failed");

    private final String text;

    Outcome(String text) {
      this.text = text;
    }

    /** As the metrics' tag has it. */
    public String text() {
      return text;
    }
  }

  /** Who or what most likely ends the failure. */
  public enum FixedBy {
    /** The sender must change the prompt. */
    SENDER,
    /** An operator must change the configuration, the account or the service. */
    OPERATOR,
    /** The failure passes by itself. */
    TIME
  }
}
