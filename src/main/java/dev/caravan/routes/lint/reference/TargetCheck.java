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

/** Checks that a route starts from every {@code direct:} and {@code seda:} that steps send to. */
public final class TargetCheck implements Check {

  static final Rule UNKNOWN_TARGET =
      new Rule(
          "unknown-direct",
          Group.REFERENCES,
          Severity.ERROR,
          "No route starts from the `direct:` or `seda:` endpoint that a step sends to.");
  static final Rule TWICE =
      new Rule(
          "direct-twice",
          Group.REFERENCES,
          Severity.ERROR,
          "Two routes start from the same `direct:` endpoint. The second one will not start.");

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
            "No route starts from `" + name(endpoint) + "`.",
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
          "Another route already starts from `%s`, in %s on line %d."
              .formatted(name(from), first.uri().file().path(), first.uri().line()),
          "Give one of the two another name.");
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
