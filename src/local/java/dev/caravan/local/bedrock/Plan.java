package dev.caravan.local.bedrock;

import dev.caravan.local.bedrock.rule.Action;
import dev.caravan.local.bedrock.rule.Outcome;
import java.time.Duration;

/**
 * What is going to happen to a call.
 *
 * @param due from the call's arrival to the answer's leaving
 * @param rule the id of the rule behind it, else empty
 */
record Plan(Answer answer, Action action, Duration due, String rule) {

  static Plan immediate(Answer answer) {
    return new Plan(answer, Outcome.NORMAL, Duration.ZERO, "");
  }
}
