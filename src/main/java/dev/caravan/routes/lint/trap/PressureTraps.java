package dev.caravan.routes.lint.trap;

import dev.caravan.routes.lint.Check;
import dev.caravan.routes.lint.Findings;
import dev.caravan.routes.lint.Rule;
import dev.caravan.routes.lint.model.Routes;
import dev.caravan.routes.lint.model.Step;
import java.util.List;

/** Steps that let a consumer take messages from the queue faster than they are processed. */
public final class PressureTraps implements Check {

  static final Rule NO_BACK_PRESSURE =
      Rule.trap(
          "no-back-pressure",
          "The step does not hold the consumer back, so messages pile up until they time out.");
  static final Rule IN_MEMORY =
      Rule.trap(
          "kept-in-memory",
          "The message is deleted while its prompt exists only in the memory of this JVM.");

  public static List<Rule> rules() {
    return List.of(NO_BACK_PRESSURE, IN_MEMORY);
  }

  @Override
  public void check(Routes routes, Findings findings) {
    routes.reachedFrom(routes.fromQueue()).stream()
        .flatMap(route -> route.steps().stream())
        .forEach(step -> check(step, findings));
  }

  private static void check(Step step, Findings findings) {
    switch (step.kind()) {
      case "delay" -> {
        if (!step.body().text("asyncDelayed").equals("false")) {
          piles(
              step,
              "This delay does not hold the consumer back.",
              "Add `asyncDelayed: false`.",
              findings);
        }
      }
      case "throttle" -> {
        if (step.body().text("asyncDelayed").equals("true")) {
          piles(
              step,
              "An asynchronous throttle does not hold the consumer back.",
              "Remove `asyncDelayed`.",
              findings);
        }
      }
      case "threads" -> {
        if (step.body().get("maxQueueSize").isEmpty()
            && step.body().get("executorService").isEmpty()) {
          piles(
              step,
              "Without `maxQueueSize`, a thousand messages can wait here.",
              "Add `maxQueueSize`, for example 10.",
              findings);
        }
      }
      case "aggregate", "resequence" ->
          keeps(
              step,
              "`" + step.kind() + "` completes each message before its group is processed.",
              findings);
      default ->
          step.endpoint()
              .filter(to -> to.scheme().equals("seda") && !step.kind().equals("wireTap"))
              .ifPresent(
                  to ->
                      keeps(
                          step,
                          "The message completes here, and seda continues with a copy.",
                          findings));
    }
  }

  private static void piles(Step step, String message, String hint, Findings findings) {
    findings.add(NO_BACK_PRESSURE, step.key(), message, hint);
  }

  private static void keeps(Step step, String message, Findings findings) {
    findings.add(
        IN_MEMORY,
        step.key(),
        message,
        "Put the steps in this route, or call them by `direct:`. The message then completes last.");
  }
}
