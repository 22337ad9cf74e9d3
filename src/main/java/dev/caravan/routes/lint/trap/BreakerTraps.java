package dev.caravan.routes.lint.trap;

import dev.caravan.routes.lint.Check;
import dev.caravan.routes.lint.Findings;
import dev.caravan.routes.lint.Rule;
import dev.caravan.routes.lint.model.Routes;
import dev.caravan.routes.lint.model.Step;
import dev.caravan.routes.lint.source.Yaml;
import java.util.List;
import java.util.stream.Stream;

/** Circuit breakers that report success although nothing was done. */
public final class BreakerTraps implements Check {

  static final Rule SILENT =
      Rule.trap(
          "breaker-silent",
          "While a circuit breaker is open, Camel skips its steps without a failure.");
  static final Rule FORGETFUL =
      Rule.trap(
          "breaker-forgets",
          "A circuit breaker drops every exception that its list of exceptions does not count.");

  public static List<Rule> rules() {
    return List.of(SILENT, FORGETFUL);
  }

  @Override
  public void check(Routes routes, Findings findings) {
    routes.steps().stream()
        .filter(step -> step.kind().equals("circuitBreaker"))
        .forEach(step -> check(step, findings));
  }

  private static void check(Step step, Findings findings) {
    Yaml body = step.body();
    boolean fails =
        body.text("resilience4jConfiguration", "throwExceptionWhenHalfOpenOrOpenState")
            .equals("true");
    if (!fails && body.get("onFallback").isEmpty() && body.text("configuration").isEmpty()) {
      findings.add(
          SILENT,
          step.key(),
          "While this circuit breaker is open, the route continues as if its steps had succeeded.",
          "Add `resilience4jConfiguration: { throwExceptionWhenHalfOpenOrOpenState: true }` or"
              + " `onFallback`.");
    }
    Stream.of("recordException", "ignoreException")
        .flatMap(
            key ->
                body.get("resilience4jConfiguration").stream()
                    .flatMap(it -> it.entry(key).stream()))
        .forEach(
            list ->
                findings.add(
                    FORGETFUL,
                    list.key(),
                    "Exceptions that `" + list.name() + "` does not count are dropped.",
                    "Remove the list. Every exception is then counted."));
  }
}
