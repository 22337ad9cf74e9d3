package dev.caravan.routes.reload;

import dev.caravan.generation.Sha256;
import dev.caravan.model.Catalogue;
import dev.caravan.routes.lint.Lint;
import dev.caravan.routes.lint.Severity;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Function;

/** Reads the route files on disk and checks whether they can be used. */
final class SavedRoutes {

  private final Path folder;
  private final Path catalogue;
  private final Lint lint;

  SavedRoutes(Path folder, Path catalogue, Lint lint) {
    this.folder = folder;
    this.catalogue = catalogue;
    this.lint = lint;
  }

  Snapshot now() {
    return Snapshot.read(folder, catalogue);
  }

  /**
   * Checks the files with lint.
   *
   * @throws RejectedException with all errors that lint reports
   */
  void check(Snapshot snapshot) throws RejectedException {
    if (snapshot.files().keySet().stream().noneMatch(name -> name.endsWith(".camel.yaml"))) {
      // Otherwise a folder that can't be read would look as if every route had been deleted.
      throw new RejectedException(
          List.of(Fault.of("", "There is no *.camel.yaml in " + folder + ".", "")));
    }
    Set<Path> asked = new LinkedHashSet<>(Set.of(folder));
    if (!Snapshot.isIn(folder, catalogue)) {
      asked.add(catalogue);
    }
    try {
      List<Fault> errors =
          lint.check(asked).stream()
              .filter(finding -> finding.severity() == Severity.ERROR)
              .map(Fault::of)
              .toList();
      if (!errors.isEmpty()) {
        throw new RejectedException(errors);
      }
    } catch (IOException | UncheckedIOException e) {
      throw new RejectedException(List.of(Fault.of("", e.getMessage(), "")));
    }
  }

  /**
   * The routes of these files, as Camel reads them.
   *
   * @param settings the values of placeholders
   */
  Draft draft(Snapshot snapshot, Function<String, String> settings) throws RejectedException {
    return Draft.of(Parsed.of(snapshot), settings);
  }

  /**
   * The models of these files.
   *
   * @throws RejectedException if the catalogue is invalid
   */
  Catalogue models(Snapshot snapshot) throws RejectedException {
    try {
      return Catalogue.parse(catalogueName(), catalogueText(snapshot));
    } catch (IllegalArgumentException e) {
      throw new RejectedException(List.of(Fault.of(catalogueName(), e.getMessage(), "")));
    }
  }

  String catalogueName() {
    return String.valueOf(catalogue.getFileName());
  }

  private String catalogueText(Snapshot snapshot) {
    return snapshot.text(Snapshot.isIn(folder, catalogue) ? catalogueName() : catalogue.toString());
  }

  /** Twelve hex digits. */
  String catalogueHash(Snapshot snapshot) {
    return Sha256.of(catalogueText(snapshot)).hex().substring(0, 12);
  }
}
