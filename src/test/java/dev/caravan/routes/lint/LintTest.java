package dev.caravan.routes.lint;

import static org.assertj.core.api.Assertions.assertThat;

import dev.caravan.routes.lint.PlantedFault.Expected;
import dev.caravan.web.Page;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class LintTest {

  private static final Path COMPANY = Path.of("src/test/resources/lint/company/company.camel.yaml");
  private static final Clock NOVEMBER =
      Clock.fixed(Instant.parse("2026-11-01T12:00:00Z"), ZoneOffset.UTC);

  private static final Lint LINT =
      new Lint(
          List.of(
              new DeclaredSetting(
                  "sqs.queue.url",
                  null,
                  "https://sqs.eu-north-1.amazonaws.com/123456789012/prompts"),
              new DeclaredSetting("bucket.name", null, "our-generations"),
              new DeclaredSetting("http.port", "8080", "8080"),
              new DeclaredSetting("caravan.queue.consumers", "10", "20"),
              new DeclaredSetting("caravan.prompt.max-characters", "10000", "10000")),
          Map.of("page", Page.class),
          NOVEMBER);

  @TempDir Path folder;

  static Stream<PlantedFault> faults() {
    return PlantedFault.all();
  }

  @ParameterizedTest
  @MethodSource("faults")
  void lint_finds_a_planted_fault_on_its_line_and_nothing_else(PlantedFault fault)
      throws IOException {
    assertThat(fault.expected()).extracting(Expected::rule).contains(fault.rule());

    List<Finding> found = check(fault, fault.text());

    assertThat(found)
        .extracting(finding -> new Expected(finding.rule().id(), finding.line()))
        .as(found.toString())
        .containsExactlyInAnyOrderElementsOf(fault.expected());
  }

  static Stream<PlantedFault> fixableFaults() {
    return PlantedFault.all().filter(fault -> fault.instead().isPresent());
  }

  @ParameterizedTest
  @MethodSource("fixableFaults")
  void the_suggested_text_fixes_the_fault(PlantedFault fault) throws IOException {
    assertThat(fault.text().split("# write: .*\\R", 2)[1])
        .containsOnlyOnce(fault.instead().orElseThrow().of());

    assertThat(check(fault, fault.fixed().orElseThrow()))
        .extracting(finding -> finding.rule().id())
        .doesNotContain(fault.rule())
        .allMatch(
            rule -> fault.expected().stream().anyMatch(expected -> expected.rule().equals(rule)));
  }

  @Test
  void every_rule_has_a_planted_fault() {
    assertThat(faults().map(PlantedFault::rule).collect(Collectors.toSet()))
        .containsExactlyInAnyOrderElementsOf(Rules.all().stream().map(Rule::id).toList());
  }

  private List<Finding> check(PlantedFault fault, String text) throws IOException {
    Files.copy(COMPANY, folder.resolve(COMPANY.getFileName()));
    Path file = folder.resolve(fault.file().getFileName());
    Files.writeString(file, text);
    return LINT.check(Set.of(file));
  }
}
