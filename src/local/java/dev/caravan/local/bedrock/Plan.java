package dev.caravan.local.bedrock;

import dev.caravan.local.bedrock.rule.Action;
import dev.caravan.local.bedrock.rule.Outcome;
import java.time.Duration;

/**
 * What will happen to a call.
 *
 * @param due time from the call's arrival until the answer is sent
 * @param rule the id of the rule that decided this, otherwise empty
 */
record Plan(Answer answer, Action action, Duration due, String rule) {

  static Plan immediate(Answer answer) {
    return new Plan(answer, Outcome.NORMAL, Duration.ZERO, "");
  }
}
