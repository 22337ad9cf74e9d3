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

/** Finds expressions in places where Camel does not evaluate them. */
public final class NotEvaluatedCheck implements Check {

  static final Rule NOT_EVALUATED =
      new Rule(
          "not-evaluated",
          Group.EXPRESSIONS,
          Severity.ERROR,
          "Camel does not evaluate expressions here. It takes the text literally.");

  private static final Set<String> AS_IT_IS = Set.of("to", "from", "poll");

  public static List<Rule> rules() {
    return List.of(NOT_EVALUATED);
  }

  @Override
  public void check(Routes routes, Findings findings) {
    for (EndpointUse endpoint : routes.endpoints()) {
      boolean isTarget = endpoint.path().contains("${") || endpoint.scheme().contains("${");
      // wireTap and toD evaluate their URI.
      if (isTarget && AS_IT_IS.contains(endpoint.role())) {
        findings.add(
            NOT_EVALUATED,
            endpoint.uri(),
            "`" + endpoint.role() + "` does not evaluate `${…}` in its URI.",
            "Use `toD` if the target depends on the message, or `{{…}}` for a setting.");
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
                      "Beans are created before any message arrives, so they can't use `${…}`.",
                      "Write a setting as `{{…}}`."));
    }
    for (ExpressionUse use : routes.expressions()) {
      if (use.language().equals("constant") && use.text().text().contains("${")) {
        findings.add(
            NOT_EVALUATED,
            use.text(),
            "`constant` does not evaluate `${…}` in its text.",
            "Use `simple`.");
      }
    }
  }
}
