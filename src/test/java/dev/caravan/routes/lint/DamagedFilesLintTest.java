package dev.caravan.routes.lint;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import dev.caravan.wiring.Wiring;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.UnaryOperator;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Lint must report problems in any damaged file, and never throw. */
class DamagedFilesLintTest {

  private final Lint lint = new Lint(List.of(), Wiring.types());

  @Property(tries = 40)
  void lint_survives_a_damaged_line(
      @ForAll("files") String name,
      @ForAll("lines") int line,
      @ForAll("damages") UnaryOperator<String> damage)
      throws IOException {
    List<String> lines = new ArrayList<>(Files.readAllLines(Path.of("routes", name)));
    lines.set(line % lines.size(), damage.apply(lines.get(line % lines.size())));
    Path folder = Files.createTempDirectory(Path.of("target"), "damaged");
    Path file = Files.write(folder.resolve(name), lines);

    assertThatCode(() -> lint.check(Set.of(file))).doesNotThrowAnyException();

    Files.delete(file);
    Files.delete(folder);
  }

  @ParameterizedTest
  @ValueSource(strings = {"http.camel.yaml", "models.yaml"})
  void nesting_without_end_is_a_finding(String name, @TempDir Path folder) throws IOException {
    for (String text : new String[] {"[".repeat(20_000), "[".repeat(20_000) + "]".repeat(20_000)}) {
      Path file = Files.writeString(folder.resolve(name), text);

      assertThat(lint.check(Set.of(file)))
          .anySatisfy(finding -> assertThat(finding.rule().id()).isEqualTo("yaml-syntax"));
    }
  }

  @Provide
  Arbitrary<String> files() {
    return Arbitraries.of(
        "beans.camel.yaml", "failures.camel.yaml", "http.camel.yaml", "models.yaml");
  }

  @Provide
  Arbitrary<Integer> lines() {
    return Arbitraries.integers().between(0, 1000);
  }

  @Provide
  Arbitrary<UnaryOperator<String>> damages() {
    return Arbitraries.of(
        line -> "",
        line -> "  " + line,
        line -> line.replaceFirst("^ {2}", ""),
        line -> line.replaceFirst(":.*", ":"),
        line -> line.replaceFirst(": .*", ": []"),
        line -> line.replaceFirst(": .*", ": { a: { b: 1 } }"),
        line -> line.replaceAll("[\"{}]", ""),
        line -> line.replaceFirst("- ", ""));
  }
}
