package dev.caravan.local.bedrock.rule;

import java.time.Duration;
import java.util.Random;

/** An active rule and its counters. Its owner holds the lock. */
final class ActiveRule {

  private final Rule rule;
  private final Random dice;
  private final long addedNanos;
  private long seen;
  private long fired;

  ActiveRule(Rule rule, long nowNanos) {
    this.rule = rule;
    this.dice = new Random(rule.frequency().seed());
    this.addedNanos = nowNanos;
  }

  Rule rule() {
    return rule;
  }

  /** Whether the rule acts on this call. Counts the call. */
  boolean takes(Asked call, long nowNanos) {
    if (isExhausted(nowNanos) || !rule.match().matches(call)) {
      return false;
    }
    seen++;
    Frequency often = rule.frequency();
    if (seen % often.every() != 0 || dice.nextDouble() >= often.probability()) {
      return false;
    }
    fired++;
    return true;
  }

  Tally tally(long nowNanos) {
    return new Tally(seen, fired, isExhausted(nowNanos));
  }

  private boolean isExhausted(long nowNanos) {
    Frequency often = rule.frequency();
    boolean spent = often.times() > 0 && fired >= often.times();
    boolean over =
        !often.window().isZero()
            && Duration.ofNanos(nowNanos - addedNanos).compareTo(often.window()) >= 0;
    return spent || over;
  }
}
