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

/** Failure handling that loses messages or hides failures: to Camel, a handled failure is none. */
public final class HandledTraps implements Check {

  static final Rule LOST =
      Rule.trap(
          "failure-swallowed",
          "A handled failure deletes its message. Without a dead letter, the prompt is lost.");
  static final Rule ANSWERED_WELL =
      Rule.trap(
          "dead-letter-answered",
          "With a dead-letter channel, the caller gets status 200 and the body of the request.");
  static final Rule HIDDEN =
      Rule.trap(
          "failure-hidden",
          "The error handler of a called route ends the failure, so the caller's `onException`"
              + " never sees it.");
  static final Rule UNHANDLED =
      Rule.trap(
              "http-unhandled",
              "If the route fails, the caller gets status 500 with an empty body.")
          .asWarning();

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
                    "Nothing defines what a caller gets if " + route.shown() + " fails.",
                    "Add `routeConfigurationId: http-failures`."));
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
            "Camel then deletes the message, and nothing has stored its prompt.",
            "Send a dead letter in the steps, or leave the failure unhandled.");
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
                      "Camel then deletes the message, and its prompt is on no queue.",
                      "Set `deadLetterUri` to an aws2-sqs endpoint, or use `onException`."));
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
                    "HTTP callers get status 200 if " + route.shown() + " fails.",
                    "Use `onException` instead, and answer with an error status."));
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
            "The `onException` of %2$s does not see failures in %1$s, which it calls."
                .formatted(called.shown(), caller.shown()),
            "Add `routeConfigurationId: pipeline`, which passes failures to the caller.");
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

  /** True if the steps, or a route that they call, send to a queue or throw an exception. */
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
