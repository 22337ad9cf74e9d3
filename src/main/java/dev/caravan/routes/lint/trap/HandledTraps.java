package dev.caravan.routes.lint.trap;

import dev.caravan.routes.lint.Check;
import dev.caravan.routes.lint.Findings;
import dev.caravan.routes.lint.Rule;
import dev.caravan.routes.lint.model.EndpointUse;
import dev.caravan.routes.lint.model.FailureHandling;
import dev.caravan.routes.lint.model.Route;
import dev.caravan.routes.lint.model.Routes;
import dev.caravan.routes.lint.model.Step;
import dev.caravan.routes.lint.source.Yaml;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** What becomes of a failure: to Camel a handled one is none. */
public final class HandledTraps implements Check {

  static final Rule LOST =
      Rule.trap(
          "failure-swallowed",
          "A handled failure deletes its message; without a dead letter the prompt is gone.");
  static final Rule ANSWERED_WELL =
      Rule.trap(
          "dead-letter-answered",
          "With a dead-letter channel the caller is answered 200, and with the request's body.");
  static final Rule HIDDEN =
      Rule.trap(
          "failure-hidden",
          "A called route's own error handler ends the failure; the caller's onException never sees it.");
  static final Rule UNHANDLED =
      Rule.trap("http-unhandled", "A failure is answered 500 with an empty body.").asWarning();

  public static List<Rule> rules() {
    return List.of(LOST, ANSWERED_WELL, HIDDEN, UNHANDLED);
  }

  @Override
  public void check(Routes routes, Findings findings) {
    Set<Route> entrances = routes.fromQueue().collect(Collectors.toSet());
    for (Route route : routes.reachedFrom(routes.fromQueue())) {
      for (FailureHandling handling : routes.handling(route)) {
        checkQueue(handling, entrances.contains(route), routes, findings);
      }
    }
    for (Route route : routes.reachedFrom(routes.fromHttp())) {
      routes.handling(route).forEach(handling -> checkHttp(handling, route, findings));
    }
    routes
        .fromHttp()
        .filter(route -> routes.handling(route).isEmpty())
        .filter(route -> route.body().text("routeConfigurationId").isEmpty())
        .forEach(
            route ->
                findings.add(
                    UNHANDLED,
                    beginning(route),
                    "Nothing says what a caller is told when " + route.shown() + " fails.",
                    "Add routeConfigurationId: http-failures."));
    routes.all().forEach(route -> checkCalled(route, routes, findings));
  }

  private static void checkQueue(
      FailureHandling handling, boolean entrance, Routes routes, Findings findings) {
    for (Yaml onException : handling.onExceptions()) {
      Optional<Yaml> swallowing =
          onException
              .get("handled")
              .or(() -> entrance ? onException.get("continued") : Optional.empty())
              .filter(flag -> !isFalse(flag));
      List<Step> steps = stepsOf(onException, handling);
      if (swallowing.isPresent() && !keepsPrompt(steps, routes)) {
        findings.add(
            LOST,
            swallowing.get(),
            "The message is deleted after this, and nothing has kept its prompt.",
            "Send a dead letter in its steps, or leave the failure unhandled.");
      }
    }
    for (Yaml handler : handling.errorHandlers()) {
      handler
          .get("deadLetterChannel")
          .filter(
              channel ->
                  !isQueue(
                      EndpointUse.of("to", channel.get("deadLetterUri").orElse(channel)), routes))
          .ifPresent(
              channel ->
                  findings.add(
                      LOST,
                      channel,
                      "The message is deleted after this, and no queue has kept its prompt.",
                      "Let deadLetterUri be an aws2-sqs endpoint, or use onException."));
    }
  }

  private static void checkHttp(FailureHandling handling, Route route, Findings findings) {
    handling.errorHandlers().stream()
        .flatMap(handler -> handler.get("deadLetterChannel").stream())
        .forEach(
            channel ->
                findings.add(
                    ANSWERED_WELL,
                    channel,
                    "HTTP callers of " + route.shown() + " are told 200 when it fails.",
                    "Answer with a status in onException instead."));
  }

  private static void checkCalled(Route caller, Routes routes, Findings findings) {
    boolean looksAtFailures =
        routes.handling(caller).stream().anyMatch(handling -> !handling.onExceptions().isEmpty());
    if (!looksAtFailures) {
      return;
    }
    for (Route called : routes.calledBy(caller.steps())) {
      if (routes.handling(called).isEmpty()
          && called.body().text("routeConfigurationId").isEmpty()) {
        findings.add(
            HIDDEN,
            beginning(called),
            "What fails in %s is not seen by the onException of %s, which calls it."
                .formatted(called.shown(), caller.shown()),
            "Add routeConfigurationId: pipeline, which leaves failures to the caller.");
      }
    }
  }

  private static Yaml beginning(Route route) {
    return route.body().entry("from").map(Yaml.Entry::key).orElse(route.part());
  }

  private static List<Step> stepsOf(Yaml onException, FailureHandling handling) {
    return handling.steps().stream()
        .filter(step -> step.key().line() >= onException.line())
        .filter(step -> step.key().line() <= onException.lastLine())
        .toList();
  }

  /** By a message to a queue, here or in a route that is called; or by failing after all. */
  private static boolean keepsPrompt(List<Step> steps, Routes routes) {
    Stream<Step> called =
        routes.reachedFrom(routes.calledBy(steps).stream()).stream()
            .flatMap(route -> route.steps().stream());
    return Stream.concat(steps.stream(), called)
        .anyMatch(
            step ->
                step.kind().equals("throwException")
                    || step.endpoint().filter(to -> to.scheme().equals("aws2-sqs")).isPresent());
  }

  private static boolean isQueue(Optional<EndpointUse> endpoint, Routes routes) {
    return endpoint
        .map(
            to ->
                to.scheme().equals("aws2-sqs")
                    || routes
                        .directRoute(to)
                        .map(route -> keepsPrompt(route.steps(), routes))
                        .orElse(false))
        .orElse(false);
  }

  private static boolean isFalse(Yaml flag) {
    Optional<Yaml> constant = flag.get("constant");
    return constant
        .map(value -> value.isScalar() ? value.text() : value.text("expression"))
        .filter("false"::equals)
        .isPresent();
  }
}
