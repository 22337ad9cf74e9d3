package dev.caravan.routes.lint.reference;

import dev.caravan.routes.lint.Check;
import dev.caravan.routes.lint.Findings;
import dev.caravan.routes.lint.Rule;
import dev.caravan.routes.lint.Rule.Group;
import dev.caravan.routes.lint.Severity;
import dev.caravan.routes.lint.model.FailureHandling;
import dev.caravan.routes.lint.model.Routes;
import dev.caravan.routes.lint.source.Yaml;
import dev.caravan.words.KnownWords;
import java.util.List;
import org.apache.camel.support.PatternHelper;

/** Checks that every route configuration exists. Camel itself ignores missing ones. */
public final class RouteConfigurationCheck implements Check {

  static final Rule UNKNOWN =
      new Rule(
          "unknown-route-configuration",
          Group.REFERENCES,
          Severity.ERROR,
          "No route configuration has this id. Camel would run the route without it.");

  public static List<Rule> rules() {
    return List.of(UNKNOWN);
  }

  @Override
  public void check(Routes routes, Findings findings) {
    List<String> known =
        routes.configurations().stream()
            .map(FailureHandling::id)
            .filter(id -> !id.isEmpty())
            .toList();
    routes.all().stream()
        .flatMap(route -> route.body().get("routeConfigurationId").stream())
        .forEach(named -> check(named, known, findings));
  }

  private static void check(Yaml named, List<String> known, Findings findings) {
    for (String id : named.text().split(",")) {
      String wanted = id.strip();
      boolean there =
          wanted.contains("{{")
              || known.stream().anyMatch(each -> PatternHelper.matchPattern(each, wanted));
      if (!there) {
        findings.add(
            UNKNOWN,
            named,
            "Unknown route configuration `" + wanted + "`.",
            new KnownWords(known).hint(wanted));
      }
    }
  }
}
