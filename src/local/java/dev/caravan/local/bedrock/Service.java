package dev.caravan.local.bedrock;

import dev.caravan.local.bedrock.model.Model;
import dev.caravan.local.bedrock.model.Model.Lifecycle;
import dev.caravan.local.bedrock.model.ModelName;
import dev.caravan.local.bedrock.model.Models;
import dev.caravan.local.bedrock.model.Refusal;
import dev.caravan.local.bedrock.model.Task;
import dev.caravan.local.bedrock.rule.Action;
import dev.caravan.local.bedrock.rule.Fault;
import dev.caravan.local.bedrock.rule.Large;
import dev.caravan.local.bedrock.rule.Operation;
import dev.caravan.local.bedrock.rule.Outcome;
import dev.caravan.local.bedrock.rule.Stall;
import dev.caravan.local.bedrock.rule.Wire;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** Makes the answer that Bedrock would give if the given action happened to the call. */
final class Service {

  private final Models models;
  private final FoundationModel foundationModel;

  /** By model. Painting a picture for each large answer would take longer than sending it. */
  private final Map<ModelName, Answer> large = new ConcurrentHashMap<>();

  Service(Models models) {
    this.models = models;
    this.foundationModel = new FoundationModel(models);
  }

  Answer answer(Request request, Action action, Duration latency) {
    if (action instanceof Fault fault) {
      return Answer.of(Refusal.of(fault));
    }
    if (action == Wire.RESET || action instanceof Stall stall && stall.isForever()) {
      return Answer.nothing();
    }
    if (action == Wire.GARBAGE) {
      return Answer.garbage();
    }
    try {
      ModelPath path = request.path();
      if (path.operation() == Operation.GET_FOUNDATION_MODEL) {
        return Answer.of(foundationModel.details(path.model(), request.credential().region()));
      }
      Outcome outcome = action instanceof Outcome named ? named : Outcome.NORMAL;
      Model model = callable(path);
      if (action instanceof Large) {
        return large.computeIfAbsent(path.model(), id -> answer(model, request, outcome, latency));
      }
      return answer(model, request, outcome, latency);
    } catch (Refusal refusal) {
      return Answer.of(refusal);
    }
  }

  private static Answer answer(Model model, Request request, Outcome outcome, Duration latency) {
    return Answer.of(model.family().answer(new Task(model, request.body(), outcome, latency)));
  }

  private Model callable(ModelPath path) {
    Model model =
        models
            .find(path.model())
            .orElseThrow(() -> Refusal.validation("The provided model identifier is invalid."));
    if (model.lifecycle() == Lifecycle.ENDED) {
      throw Refusal.of(Fault.RETIRED);
    }
    if (model.family().operation() != path.operation()) {
      throw Refusal.validation(
          path.operation() == Operation.CONVERSE
              ? "This action doesn't support the model that you provided. Try again with a"
                  + " supported text or chat model."
              : "This action doesn't support the model that you provided. The stand-in answers"
                  + " text models by Converse only.");
    }
    return model;
  }
}
