package dev.caravan.routes.lint;

import dev.caravan.routes.lint.Rule.Group;
import dev.caravan.routes.lint.catalogue.CatalogueCheck;
import dev.caravan.routes.lint.dsl.DslCheck;
import dev.caravan.routes.lint.model.Document;
import dev.caravan.routes.lint.source.SourceFile;
import dev.caravan.routes.lint.source.Yaml;
import dev.caravan.routes.lint.source.YamlReader;
import dev.caravan.routes.lint.trap.PropertyTraps;
import java.util.ArrayList;
import java.util.List;

/** Reads each file according to its kind and checks it on its own. */
final class Documents {

  static final Rule NOT_LOADED =
      new Rule(
          "not-loaded",
          Group.YAML,
          Severity.WARNING,
          "The service loads only `*.camel.yaml` and `models.yaml`, and ignores other files.");

  private final YamlReader reader = new YamlReader();
  private final DslCheck dsl;
  private final PropertyTraps properties = new PropertyTraps();
  private final CatalogueCheck catalogue;
  private final Findings findings;
  private final List<Document> routes = new ArrayList<>();

  Documents(DslCheck dsl, CatalogueCheck catalogue, Findings findings) {
    this.dsl = dsl;
    this.catalogue = catalogue;
    this.findings = findings;
  }

  static List<Rule> rules() {
    return List.of(NOT_LOADED);
  }

  /** Checks these files and returns the route files among them. */
  List<Document> read(List<SourceFile> files) {
    for (SourceFile file : files) {
      if (file.kind() == SourceFile.Kind.PROPERTIES) {
        properties.check(file, findings);
      } else {
        reader.read(file, findings).ifPresent(root -> add(root, file.kind()));
      }
    }
    return List.copyOf(routes);
  }

  private void add(Yaml root, SourceFile.Kind kind) {
    if (kind == SourceFile.Kind.ROUTES) {
      routes.add(new Document(root, dsl.check(root, findings)));
    } else if (kind == SourceFile.Kind.CATALOGUE || root.get("models").isPresent()) {
      catalogue.check(root, findings);
    } else if (root.items().stream().anyMatch(Documents::isRoute)) {
      routes.add(new Document(root, dsl.check(root, findings)));
      findings.add(
          NOT_LOADED,
          root,
          "The service does not read " + root.file().path().getFileName() + ".",
          "Give it a name that ends in `.camel.yaml`.");
    }
  }

  private static boolean isRoute(Yaml part) {
    return List.of("route", "from", "beans", "routeConfiguration", "rest").stream()
        .anyMatch(key -> part.get(key).isPresent());
  }
}
