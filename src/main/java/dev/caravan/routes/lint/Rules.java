package dev.caravan.routes.lint;

import dev.caravan.routes.lint.bean.BeanDeclarationCheck;
import dev.caravan.routes.lint.bean.BeanReferenceCheck;
import dev.caravan.routes.lint.catalogue.CatalogueCheck;
import dev.caravan.routes.lint.dsl.DslCheck;
import dev.caravan.routes.lint.endpoint.EndpointCheck;
import dev.caravan.routes.lint.expression.ExpressionCheck;
import dev.caravan.routes.lint.expression.NotEvaluatedCheck;
import dev.caravan.routes.lint.expression.PlaceholderCheck;
import dev.caravan.routes.lint.reference.IdCheck;
import dev.caravan.routes.lint.reference.RouteConfigurationCheck;
import dev.caravan.routes.lint.reference.TargetCheck;
import dev.caravan.routes.lint.source.YamlReader;
import java.util.List;
import java.util.stream.Stream;

/** Every rule there is, in the order of docs/lint.md. */
public final class Rules {

  private Rules() {}

  public static List<Rule> all() {
    return Stream.of(
            YamlReader.rules(),
            Documents.rules(),
            DslCheck.rules(),
            EndpointCheck.rules(),
            TargetCheck.rules(),
            RouteConfigurationCheck.rules(),
            IdCheck.rules(),
            BeanReferenceCheck.rules(),
            BeanDeclarationCheck.rules(),
            ExpressionCheck.rules(),
            PlaceholderCheck.rules(),
            NotEvaluatedCheck.rules(),
            CatalogueCheck.rules(),
            Silences.rules())
        .flatMap(List::stream)
        .toList();
  }
}
