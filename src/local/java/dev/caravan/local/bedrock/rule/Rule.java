package dev.caravan.local.bedrock.rule;

import java.time.Duration;

/**
 * One misbehaviour: on which calls, how often, after what delay, and what happens. A rule without
 * an id gets one when it is added.
 */
public record Rule(String id, Match match, Action action, Frequency frequency, Latency latency) {

  public Rule {
    if (action == Outcome.NORMAL && latency.isNone()) {
      throw new InvalidRule("latency: found nothing, allowed: a time, because \"slow\" needs one");
    }
    if (match.operations().contains(Operation.GET_FOUNDATION_MODEL)
        && (action instanceof Outcome || action instanceof Large)
        && action != Outcome.NORMAL) {
      throw new InvalidRule(
          "action: found \""
              + action.action()
              + "\", which GetFoundationModel cannot do; allowed"
              + " there: errors, stall, slow, reset, truncate, garbage");
    }
  }

  /** A rule that acts on every model call; the other methods narrow it down. */
  public static Rule of(Action action) {
    Latency latency = action == Outcome.NORMAL ? Latency.parse("1s") : Latency.none();
    return new Rule("", Match.everything(), action, Frequency.always(), latency);
  }

  /** A rule that delays the usual answer. */
  public static Rule slow(Latency extra) {
    return of(Outcome.NORMAL).after(extra);
  }

  public Rule named(String name) {
    return new Rule(name, match, action, frequency, latency);
  }

  public Rule on(Match calls) {
    return new Rule(id, calls, action, frequency, latency);
  }

  public Rule times(int n) {
    return new Rule(id, match, action, frequency.times(n), latency);
  }

  public Rule every(int n) {
    return new Rule(id, match, action, frequency.every(n), latency);
  }

  public Rule probability(double p, long seed) {
    return new Rule(id, match, action, frequency.probability(p, seed), latency);
  }

  public Rule lasting(Duration time) {
    return new Rule(id, match, action, frequency.lasting(time), latency);
  }

  /** A copy that acts after this delay. */
  public Rule after(Latency delay) {
    return new Rule(id, match, action, frequency, delay);
  }
}
