package dev.caravan.routes.lint.expression;

import dev.caravan.routes.lint.Check;
import dev.caravan.routes.lint.Findings;
import dev.caravan.routes.lint.Rule;
import dev.caravan.routes.lint.Rule.Group;
import dev.caravan.routes.lint.Severity;
import dev.caravan.routes.lint.dsl.ExpressionUse;
import dev.caravan.routes.lint.model.BeanDeclaration;
import dev.caravan.routes.lint.model.EndpointUse;
import dev.caravan.routes.lint.model.Routes;
import dev.caravan.routes.lint.source.Yaml;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/** An expression stands only where one is evaluated. */
public final class NotEvaluatedCheck implements Check {

  static final Rule NOT_EVALUATED =
      new Rule(
          "not-evaluated",
          Group.EXPRESSIONS,
          Severity.ERROR,
          "An expression stands where text is taken as it is.");

  private static final Set<String> AS_IT_IS = Set.of("to", "from", "poll");

  public static List<Rule> rules() {
    return List.of(NOT_EVALUATED);
  }

  @Override
  public void check(Routes routes, Findings findings) {
    for (EndpointUse endpoint : routes.endpoints()) {
      boolean isTarget = endpoint.path().contains("${") || endpoint.scheme().contains("${");
      // A wire tap, like toD, evaluates its URI.
      if (isTarget && AS_IT_IS.contains(endpoint.role())) {
        findings.add(
            NOT_EVALUATED,
            endpoint.uri(),
            "\"" + endpoint.role() + "\" takes its URI as it is, with ${…} and all.",
            "Use toD where the message says where to, and {{…}} for a setting.");
      }
    }
    for (BeanDeclaration bean : routes.beans()) {
      Stream.of("constructors", "properties")
          .flatMap(key -> bean.body().get(key).stream())
          .flatMap(values -> values.entries().stream())
          .map(Yaml.Entry::value)
          .filter(value -> value.text().contains("${") && !value.text().startsWith("#"))
          .forEach(
              value ->
                  findings.add(
                      NOT_EVALUATED,
                      value,
                      "A bean is made before any message, so ${…} means nothing here.",
                      "A setting is written {{…}}."));
    }
    for (ExpressionUse use : routes.expressions()) {
      if (use.language().equals("constant") && use.text().text().contains("${")) {
        findings.add(
            NOT_EVALUATED,
            use.text(),
            "\"constant\" takes its text as it is, with ${…} and all.",
            "Use simple.");
      }
    }
  }
}
