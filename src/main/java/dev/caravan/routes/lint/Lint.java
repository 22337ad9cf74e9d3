package dev.caravan.routes.lint;

import dev.caravan.routes.lint.bean.BeanDeclarationCheck;
import dev.caravan.routes.lint.bean.BeanReferenceCheck;
import dev.caravan.routes.lint.bean.BeanTypes;
import dev.caravan.routes.lint.camel.BuildCheck;
import dev.caravan.routes.lint.camel.ThrowawayCamel;
import dev.caravan.routes.lint.catalogue.CatalogueCheck;
import dev.caravan.routes.lint.dsl.DslCheck;
import dev.caravan.routes.lint.endpoint.EndpointCheck;
import dev.caravan.routes.lint.expression.ExpressionCheck;
import dev.caravan.routes.lint.expression.NotEvaluatedCheck;
import dev.caravan.routes.lint.expression.PlaceholderCheck;
import dev.caravan.routes.lint.model.Routes;
import dev.caravan.routes.lint.reference.IdCheck;
import dev.caravan.routes.lint.reference.RouteConfigurationCheck;
import dev.caravan.routes.lint.reference.TargetCheck;
import dev.caravan.routes.lint.source.SourceFile;
import dev.caravan.routes.lint.source.SourceReader;
import dev.caravan.routes.lint.trap.BedrockTraps;
import dev.caravan.routes.lint.trap.BreakerTraps;
import dev.caravan.routes.lint.trap.HandledTraps;
import dev.caravan.routes.lint.trap.LogTrap;
import dev.caravan.routes.lint.trap.PressureTraps;
import dev.caravan.routes.lint.trap.QueueTraps;
import dev.caravan.routes.lint.trap.ReceiptHandleTrap;
import dev.caravan.routes.lint.trap.S3Traps;
import dev.caravan.routes.lint.trap.SqsConsumerTraps;
import dev.caravan.routes.lint.trap.TextTraps;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.LocalDate;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.apache.camel.CamelContext;

/** Finds problems in route files and the model catalogue without starting anything. */
public final class Lint {

  private final List<DeclaredSetting> settings;
  private final Map<String, Class<?>> beans;
  private final Clock clock;
  // Kept for all runs, because reading its schema takes longer than reading a route file.
  private final DslCheck dsl = new DslCheck();

  /**
   * @param settings that placeholders may name
   * @param beans the types of the beans that the routes need not declare, by name
   */
  public Lint(List<DeclaredSetting> settings, Map<String, Class<?>> beans) {
    this(settings, beans, Clock.systemDefaultZone());
  }

  Lint(List<DeclaredSetting> settings, Map<String, Class<?>> beans, Clock clock) {
    this.settings = List.copyOf(settings);
    this.beans = Map.copyOf(beans);
    this.clock = clock;
  }

  /**
   * Finds all problems in these files and folders, ordered by file and line.
   *
   * @throws IOException if a path does not exist or a file can't be read
   */
  public List<Finding> check(Set<Path> paths) throws IOException {
    List<SourceFile> files = new SourceReader().read(paths);
    Findings findings = new Findings();
    CatalogueCheck catalogue = new CatalogueCheck(LocalDate.now(clock));
    Routes routes = new Routes(new Documents(dsl, catalogue, findings).read(files));
    if (!routes.documents().isEmpty()) {
      check(routes, findings);
    }
    Set<Path> asked =
        files.stream().filter(SourceFile::asked).map(SourceFile::path).collect(Collectors.toSet());
    return new Silences(files)
        .applyTo(findings.all()).stream()
            .filter(finding -> asked.contains(finding.file()))
            .distinct()
            .sorted(
                Comparator.comparing(Finding::file)
                    .thenComparingInt(Finding::line)
                    .thenComparingInt(Finding::column))
            .toList();
  }

  private void check(Routes routes, Findings findings) {
    Map<String, String> values =
        settings.stream().collect(Collectors.toMap(DeclaredSetting::key, DeclaredSetting::value));
    BeanTypes types = new BeanTypes(Lint.class.getClassLoader(), beans);
    try (ThrowawayCamel camel = new ThrowawayCamel(routes, types, values)) {
      checks(types, camel.context()).forEach(check -> check.check(routes, findings));
      new BuildCheck(routes, camel, findings).check();
    }
  }

  private List<Check> checks(BeanTypes types, CamelContext camel) {
    Map<String, DeclaredSetting> byKey =
        settings.stream().collect(Collectors.toMap(DeclaredSetting::key, Function.identity()));
    return List.of(
        new EndpointCheck(camel),
        new TargetCheck(),
        new RouteConfigurationCheck(),
        new IdCheck(),
        new BeanReferenceCheck(types),
        new BeanDeclarationCheck(types),
        new ExpressionCheck(camel, byKey.keySet()),
        new PlaceholderCheck(byKey),
        new NotEvaluatedCheck(),
        new SqsConsumerTraps(types),
        new QueueTraps(),
        new ReceiptHandleTrap(),
        new HandledTraps(),
        new PressureTraps(),
        new BreakerTraps(),
        new BedrockTraps(),
        new TextTraps(),
        new LogTrap(),
        new S3Traps());
  }
}
