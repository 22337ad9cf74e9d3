package dev.caravan.bench.docs;

import static org.assertj.core.api.Assertions.assertThat;

import dev.caravan.bench.curve.Curve;
import dev.caravan.bench.curve.CurveReport;
import dev.caravan.bench.http.HttpLoadReportTest;
import dev.caravan.bench.result.Machine;
import dev.caravan.bench.result.Measured;
import dev.caravan.bench.result.Percentiles;
import dev.caravan.bench.result.Report;
import dev.caravan.bench.result.Sample;
import dev.caravan.bench.result.WarmUp;
import dev.caravan.bench.run.Contestant;
import dev.caravan.bench.soak.SoakReport;
import dev.caravan.bench.soak.Tally;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The page contains the figures in docs/performance, and no others. */
class PerformancePageTest {

  private static final Map<String, String> TITLES =
      Arrays.stream(Contestant.values())
          .collect(Collectors.toMap(Contestant::account, Contestant::title));

  @Test
  void the_page_and_its_plots_match_the_figures() throws IOException {
    Path docs = Path.of("docs");

    assertThat(new PerformancePage(docs, TITLES).files())
        .isNotEmpty()
        .allSatisfy((file, text) -> assertThat(docs.resolve(file)).content().isEqualTo(text));
  }

  @Test
  void the_page_leaves_out_what_was_not_measured(@TempDir Path docs) throws IOException {
    Map<String, String> files = new PerformancePage(docs, TITLES).files();

    assertThat(files).containsOnlyKeys("performance.md");
    assertThat(files.get("performance.md"))
        .contains("# Performance")
        .doesNotContain("## How fast it is", "## Memory", "## Soak");
  }

  @Test
  void the_place_of_the_load_on_the_http_entrance_is_marked_until_it_is_measured(@TempDir Path docs)
      throws IOException {
    assertThat(new PerformancePage(docs, TITLES).files().get("performance.md"))
        .contains("## The HTTP entrance under load", "**Not measured yet.**");

    Report.write(HttpLoadReportTest.good(), docs.resolve("performance/http-load.json"));

    assertThat(new PerformancePage(docs, TITLES).files().get("performance.md"))
        .doesNotContain("Not measured yet")
        .contains("Measured by `./caravan bench http-load` on 2026-01-01")
        .contains("### Many callers at once", "All got 200. The last got its answer after 61.5 s.")
        .contains("| peak RSS | 600 MB | at most 600 MB | met |")
        .contains("### Callers above the limit", "| 429, p99 | 50 ms | at most 50 ms | met |")
        .contains("### POST at half load, model 0 ms", "| added, p99 | 10 ms | at most 10 ms | met")
        .contains("### Hostile connections")
        .contains("| half-sent bodies | 0 | 100 | 0 | 30.0 s / 35.0 s | 408: 100 |")
        .contains("| half-sent bodies, last closed after | 35 s | at most 35 s | met |");
  }

  @Test
  void a_soak_is_a_table_and_a_plot(@TempDir Path docs) throws IOException {
    soak(docs, 0);

    Map<String, String> files = new PerformancePage(docs, TITLES).files();

    assertThat(files).containsOnlyKeys("images/performance-soak.svg", "performance.md");
    assertThat(files.get("performance.md"))
        .contains("## Soak", "`./caravan bench soak` on 2026-01-01")
        .contains("In 60 minutes of `./caravan bench soak` neither heap, threads, file handles nor")
        .contains("| heap after GC | 26.0 MB | 26.0 MB | 26.0 MB | 3.0 MB |")
        .contains("here nothing did")
        .contains("](images/performance-soak.svg)");
    assertThat(files.get("images/performance-soak.svg")).contains("60 min, 72,000 prompts");
  }

  @Test
  void a_soak_that_leaked_says_so(@TempDir Path docs) throws IOException {
    soak(docs, 1_000_000);

    assertThat(new PerformancePage(docs, TITLES).files().get("performance.md"))
        .contains("here heap after GC did")
        .contains("In 60 minutes of `./caravan bench soak` heap after GC grew.");
  }

  private static void soak(Path docs, long leaked) throws IOException {
    Machine machine =
        new Machine(
            "2026-01-01", "it", 2, 8, "Linux", "25", List.of("-Xmx1m"), "./caravan bench soak");
    List<SoakReport.Moment> moments =
        IntStream.rangeClosed(1, 120)
            .mapToObj(
                n ->
                    new SoakReport.Moment(
                        n * 30,
                        n * 600L,
                        26_000_000 + n * leaked,
                        60,
                        200,
                        700,
                        350_000_000,
                        9_000))
            .toList();
    Tally tally = new Tally(36_000, 36_000, 72_000, 0, 0, 0, 0, 0);
    Report.write(
        new SoakReport(machine, 60, 20, tally, moments), docs.resolve("performance/soak.json"));
  }

  @Test
  void the_first_seconds_are_a_table_and_two_plots(@TempDir Path docs) throws IOException {
    Machine machine =
        new Machine(
            "2026-01-01", "it", 2, 8, "Linux", "25", List.of("-Xmx1m"), "./caravan bench warm-up");
    List<Curve.Second> seconds =
        IntStream.range(0, 60)
            .mapToObj(n -> new Curve.Second(Math.min(n, 40) * 10, new Percentiles(1, 2, 60 - n)))
            .toList();
    Report.write(
        new CurveReport(
            machine,
            List.of(new Curve("queue-0ms-50kb", "caravan", 2.0, seconds)),
            Map.of("goloop", "go is not on the PATH")),
        docs.resolve("performance/warm-up.json"));

    Map<String, String> files = new PerformancePage(docs, TITLES).files();

    String rates = "images/performance-warm-up-queue-0ms-50kb.svg";
    String added = "images/performance-warm-up-added-queue-0ms-50kb.svg";
    assertThat(files).containsOnlyKeys(rates, added, "performance.md");
    assertThat(files.get("performance.md"))
        .contains("## The first seconds", "`./caravan bench warm-up` on 2026-01-01")
        .contains("| Caravan | 2.00 s | 5 % | 15 % | 28 % | 65 % | 400 |")
        .contains("](" + rates + ")", "](" + added + ")")
        .contains("Go loop did not run: go is not on the PATH.");
    // The last value is the highest grid line, so its point is at the top of the plot.
    assertThat(files.get(rates)).contains("694.7,30.0", ">400</text>", ">60 s</text>");
    assertThat(files.get(added)).contains("Added milliseconds, p99");
  }

  @Test
  void the_page_says_how_the_contestants_were_warmed_up(@TempDir Path docs) throws IOException {
    Percentiles none = new Percentiles(1, 2, 3);
    Sample sample = new Sample(10, 100, none, null, 0.2, 5, 1.5, 2_000_000, 300_000_000);
    Report.write(
        new Report(
            Machine.here(Path.of(System.getProperty("java.home")), List.of("-Xmx1m"), "./it"),
            List.of(
                new Measured(
                    "queue-5-12s-50kb",
                    "loop",
                    List.of(sample),
                    new WarmUp(16.4, 0.034, 2.3),
                    true)),
            null,
            Map.of()),
        docs.resolve("performance/bench.json"));

    assertThat(new PerformancePage(docs, TITLES).files().get("performance.md"))
        .contains(
            "Warm-up, and the compiler's share of its last slice: hand-written loop 16 s, 3 %."
                + " All ran at the same time.");
  }
}
