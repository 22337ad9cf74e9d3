package dev.caravan.routes.lint.reference;

import dev.caravan.routes.lint.Check;
import dev.caravan.routes.lint.Findings;
import dev.caravan.routes.lint.Rule;
import dev.caravan.routes.lint.Rule.Group;
import dev.caravan.routes.lint.Severity;
import dev.caravan.routes.lint.model.EndpointUse;
import dev.caravan.routes.lint.model.Route;
import dev.caravan.routes.lint.model.Routes;
import dev.caravan.words.KnownWords;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/** Every {@code direct:} and {@code seda:} that is sent to has one route that begins with it. */
public final class TargetCheck implements Check {

  static final Rule UNKNOWN_TARGET =
      new Rule(
          "unknown-direct",
          Group.REFERENCES,
          Severity.ERROR,
          "No route begins with the direct: or seda: endpoint that is sent to.");
  static final Rule TWICE =
      new Rule(
          "direct-twice",
          Group.REFERENCES,
          Severity.ERROR,
          "Two routes begin with the same direct: endpoint; the second will not start.");

  private static final Set<String> WITHIN = Set.of("direct", "seda");

  public static List<Rule> rules() {
    return List.of(UNKNOWN_TARGET, TWICE);
  }

  @Override
  public void check(Routes routes, Findings findings) {
    Map<String, EndpointUse> begun = new HashMap<>();
    for (Route route : routes.all()) {
      route.from().filter(TargetCheck::isWithin).ifPresent(from -> begin(from, begun, findings));
    }
    for (EndpointUse endpoint : routes.endpoints()) {
      if (isWithin(endpoint) && !endpoint.isConsumer() && !begun.containsKey(name(endpoint))) {
        findings.add(
            UNKNOWN_TARGET,
            endpoint.uri(),
            "No route begins with " + name(endpoint) + ".",
            new KnownWords(
                    begun.keySet().stream()
                        .filter(name -> name.startsWith(endpoint.scheme()))
                        .collect(Collectors.toSet()))
                .hint(name(endpoint)));
      }
    }
  }

  private static void begin(EndpointUse from, Map<String, EndpointUse> begun, Findings findings) {
    EndpointUse first = begun.putIfAbsent(name(from), from);
    if (first != null && from.scheme().equals("direct")) {
      findings.add(
          TWICE,
          from.uri(),
          "%s begins a route in %s on line %d already."
              .formatted(name(from), first.uri().file().path(), first.uri().line()),
          "Give one of them another name.");
    }
  }

  private static boolean isWithin(EndpointUse endpoint) {
    return WITHIN.contains(endpoint.scheme())
        && !endpoint.path().contains("{{")
        && !endpoint.path().contains("${");
  }

  private static String name(EndpointUse endpoint) {
    return endpoint.scheme() + ":" + endpoint.path();
  }
}
