package dev.caravan.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.caravan.routes.lint.Finding;
import dev.caravan.routes.lint.Lint;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Set;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Lint reports nothing in correct files. */
class ShippedRoutesLintTest {

  @ParameterizedTest
  @ValueSource(strings = {"routes", "src/main/resources", "src/test/resources/lint/examples"})
  void lint_reports_nothing_in_correct_files(String folder) throws IOException {
    Lint lint = LintRun.lint();

    assertThat(lint.check(Set.of(Path.of(folder)))).extracting(Finding::toString).isEmpty();
  }
}
