package dev.caravan.cli;

import dev.caravan.cli.LintCommand.Format;
import dev.caravan.routes.lint.DeclaredSetting;
import dev.caravan.routes.lint.Finding;
import dev.caravan.routes.lint.Lint;
import dev.caravan.routes.lint.Severity;
import dev.caravan.routes.lint.format.GithubReport;
import dev.caravan.routes.lint.format.JsonReport;
import dev.caravan.routes.lint.format.Report;
import dev.caravan.routes.lint.format.SarifReport;
import dev.caravan.routes.lint.format.TextReport;
import dev.caravan.settings.Settings;
import dev.caravan.wiring.Wiring;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * One run of {@code caravan lint}. It is separate from the command, whose class every command line
 * loads, so that {@code serve} loads no class of lint.
 *
 * @param paths the files and folders to check; empty for the routes folder
 * @param strict true if warnings fail the command, too
 */
record LintRun(List<Path> paths, Format format, boolean strict) {

  /** Prints the findings and returns the exit code. */
  int run(PrintWriter out) {
    List<Finding> findings = findings();
    report().write(findings, out);
    out.flush();
    return findings.stream().anyMatch(this::fails) ? 1 : 0;
  }

  private List<Finding> findings() {
    Set<Path> asked = new LinkedHashSet<>();
    (paths.isEmpty() ? List.of(Home.routes()) : paths).forEach(path -> asked.add(shown(path)));
    try {
      return lint().check(asked);
    } catch (NoSuchFileException e) {
      throw CommandFailedException.misconfigured(
          e.getMessage() + " does not exist. Name a route file or a folder with route files.");
    } catch (IOException | UncheckedIOException e) {
      throw CommandFailedException.misconfigured("Can't read the routes: " + e.getMessage());
    }
  }

  /** A lint that knows Caravan's settings and beans. */
  static Lint lint() {
    return new Lint(
        Settings.ALL.stream()
            .map(
                setting ->
                    new DeclaredSetting(setting.key(), setting.fallback(), setting.example()))
            .toList(),
        Wiring.types());
  }

  /** The shortest form of the path: relative to the working directory if it is below it. */
  private static Path shown(Path path) {
    Path here = Path.of("").toAbsolutePath();
    Path whole = path.toAbsolutePath().normalize();
    return whole.startsWith(here) && !whole.equals(here) ? here.relativize(whole) : whole;
  }

  private Report report() {
    return switch (format) {
      case text -> new TextReport();
      case json -> new JsonReport();
      case sarif -> new SarifReport();
      case github -> new GithubReport();
    };
  }

  private boolean fails(Finding finding) {
    return finding.severity() == Severity.ERROR || strict && finding.severity() == Severity.WARNING;
  }
}
