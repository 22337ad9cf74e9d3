package dev.caravan.local.bedrock;

import dev.caravan.local.bedrock.model.Refusal;
import dev.caravan.local.bedrock.rule.Action;
import dev.caravan.local.bedrock.rule.Latency;
import dev.caravan.local.bedrock.rule.Misbehaviour;
import dev.caravan.local.bedrock.rule.Operation;
import dev.caravan.local.bedrock.rule.Outcome;
import dev.caravan.local.bedrock.rule.Rule;
import dev.caravan.local.bedrock.rule.Stall;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;

/**
 * Decides what happens to a call: first the checks of the request, then the rules, then the model.
 */
record Planner(Service service, Misbehaviour misbehaviour, Latency usual) {

  private static final Logger LOG = System.getLogger(Planner.class.getName());

  Plan plan(Request request) {
    try {
      request.check();
    } catch (Refusal refusal) {
      return Plan.immediate(Answer.of(refusal));
    }
    Optional<Rule> rule = misbehaviour.decide(request.asked());
    Action action = rule.map(Rule::action).orElse(Outcome.NORMAL);
    Duration latency = usual.sample(ThreadLocalRandom.current());
    Answer answer = answer(request, action, latency);
    if (action instanceof Stall stall && stall.isForever()) {
      return new Plan(answer, action, stall.hold(), rule.map(Rule::id).orElse(""));
    }
    Duration due =
        rule.map(r -> r.latency().sample(ThreadLocalRandom.current())).orElse(Duration.ZERO);
    if (action instanceof Stall stall) {
      due = due.plus(stall.hold());
    }
    // Refusals and the control plane do not wait for a model, so they have no latency.
    if (answer.status() == 200 && request.path().operation() != Operation.GET_FOUNDATION_MODEL) {
      due = due.plus(latency);
    }
    return new Plan(answer, action, due, rule.map(Rule::id).orElse(""));
  }

  private Answer answer(Request request, Action action, Duration latency) {
    try {
      return service.answer(request, action, latency);
    } catch (RuntimeException e) {
      LOG.log(Level.WARNING, "The stand-in failed on " + request.path(), e);
      return Answer.of(
          new Refusal(500, "InternalServerException", "The stand-in itself failed: " + e));
    }
  }
}
