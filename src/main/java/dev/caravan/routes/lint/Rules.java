package dev.caravan.routes.lint;

import dev.caravan.routes.lint.bean.BeanDeclarationCheck;
import dev.caravan.routes.lint.bean.BeanReferenceCheck;
import dev.caravan.routes.lint.camel.BuildCheck;
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
import dev.caravan.routes.lint.trap.BedrockTraps;
import dev.caravan.routes.lint.trap.BreakerTraps;
import dev.caravan.routes.lint.trap.HandledTraps;
import dev.caravan.routes.lint.trap.LogTrap;
import dev.caravan.routes.lint.trap.PressureTraps;
import dev.caravan.routes.lint.trap.PropertyTraps;
import dev.caravan.routes.lint.trap.QueueTraps;
import dev.caravan.routes.lint.trap.ReceiptHandleTrap;
import dev.caravan.routes.lint.trap.S3Traps;
import dev.caravan.routes.lint.trap.SqsConsumerTraps;
import dev.caravan.routes.lint.trap.TextTraps;
import java.util.List;
import java.util.stream.Stream;

/** All rules, in the order of docs/lint.md. */
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
            SqsConsumerTraps.rules(),
            QueueTraps.rules(),
            ReceiptHandleTrap.rules(),
            HandledTraps.rules(),
            PressureTraps.rules(),
            BreakerTraps.rules(),
            BedrockTraps.rules(),
            TextTraps.rules(),
            LogTrap.rules(),
            S3Traps.rules(),
            PropertyTraps.rules(),
            BuildCheck.rules(),
            Silences.rules())
        .flatMap(List::stream)
        .toList();
  }
}
