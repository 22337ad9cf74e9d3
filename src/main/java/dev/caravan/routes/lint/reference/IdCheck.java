package dev.caravan.routes.lint.reference;

import dev.caravan.routes.lint.Check;
import dev.caravan.routes.lint.Findings;
import dev.caravan.routes.lint.Rule;
import dev.caravan.routes.lint.Rule.Group;
import dev.caravan.routes.lint.Severity;
import dev.caravan.routes.lint.model.FailureHandling;
import dev.caravan.routes.lint.model.Routes;
import dev.caravan.routes.lint.source.Yaml;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** Checks that ids are unique among things of the same kind. */
public final class IdCheck implements Check {

  static final Rule DUPLICATE =
      new Rule(
          "duplicate-id",
          Group.REFERENCES,
          Severity.ERROR,
          "Two routes, REST calls, steps, route configurations or beans have the same id or name.");

  public static List<Rule> rules() {
    return List.of(DUPLICATE);
  }

  @Override
  public void check(Routes routes, Findings findings) {
    // A REST call may have the id of its route, because Camel joins the two.
    requireUnique("REST call", routes.restIds().stream(), findings);
    // Camel keeps the ids of routes and of steps in one namespace.
    requireUnique(
        "id",
        Stream.concat(
            routes.all().stream().flatMap(route -> route.body().get("id").stream()),
            routes.steps().stream().flatMap(step -> step.body().get("id").stream())),
        findings);
    requireUnique(
        "route configuration",
        routes.configurations().stream()
            .filter(configuration -> !configuration.id().isEmpty())
            .map(FailureHandling::where),
        findings);
    requireUnique(
        "bean",
        routes.beans().stream().flatMap(bean -> bean.body().get("name").stream()),
        findings);
  }

  private static void requireUnique(String kind, Stream<Yaml> ids, Findings findings) {
    Map<String, Yaml> first = new HashMap<>();
    ids.forEach(
        id -> {
          Yaml before = first.putIfAbsent(id.text(), id);
          // A YAML alias makes one thing appear twice.
          if (before != null && before.node() != id.node()) {
            findings.add(
                DUPLICATE,
                id,
                "The %s `%s` already exists in %s on line %d."
                    .formatted(kind, id.text(), before.file().path(), before.line()),
                "Give one of the two another " + (kind.equals("bean") ? "name." : "id."));
          }
        });
  }
}
