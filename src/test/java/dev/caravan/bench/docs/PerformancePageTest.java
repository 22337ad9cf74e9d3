package dev.caravan.bench.docs;

import static org.assertj.core.api.Assertions.assertThat;

import dev.caravan.bench.run.Contestant;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The page is what the figures beside it say, and nothing else. */
class PerformancePageTest {

  private static final Map<String, String> TITLES =
      Arrays.stream(Contestant.values())
          .collect(Collectors.toMap(Contestant::account, Contestant::title));

  @Test
  void the_page_and_its_plots_are_written_from_the_figures() throws IOException {
    Path docs = Path.of("docs");

    assertThat(new PerformancePage(docs, TITLES).files())
        .isNotEmpty()
        .allSatisfy((file, text) -> assertThat(docs.resolve(file)).content().isEqualTo(text));
  }

  @Test
  void what_was_not_measured_is_not_in_the_page(@TempDir Path docs) throws IOException {
    Map<String, String> files = new PerformancePage(docs, TITLES).files();

    assertThat(files).containsOnlyKeys("performance.md");
    assertThat(files.get("performance.md")).contains("# Performance").doesNotContain("## Memory");
  }
}
