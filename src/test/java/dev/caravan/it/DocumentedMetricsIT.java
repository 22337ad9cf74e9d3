package dev.caravan.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.caravan.generation.Reason;
import dev.caravan.it.RunningCaravan.Running;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Compares docs/metrics.md with the meters that a service registers. */
@ExtendWith(RunningCaravan.class)
class DocumentedMetricsIT {

  /** Meters that exist only if their part of the service is configured. */
  private static final Set<String> CONDITIONAL =
      Set.of("caravan.budget.used", "caravan.routes.rejected");

  @Test
  void every_documented_metric_is_there_with_its_tags_and_no_other(Running caravan)
      throws IOException {
    Map<String, Row> documented = documented();
    oneOfEach(caravan);

    List<Scrape.Sample> samples = Scrape.of(caravan.management()).samples();

    Set<String> found = new TreeSet<>();
    for (Scrape.Sample sample : samples) {
      Row row = row(documented, sample.name());
      assertThat(row).as(sample.name()).isNotNull();
      found.add(row.metric());
      row.tags()
          .forEach(
              (tag, values) ->
                  assertThat(sample.tags().get(tag)).as(sample + " " + tag).matches(values));
      assertThat(row.tags().keySet()).as(sample.toString()).containsAll(without(sample, "le"));
    }
    Set<String> expected = new TreeSet<>(documented.keySet());
    expected.removeAll(CONDITIONAL);
    assertThat(found).containsAll(expected).doesNotContainAnyElementsOf(CONDITIONAL);
    assertThat(samples)
        .extracting(sample -> sample.tags().get("model"))
        .doesNotContain("a-model-that-a-caller-made-up");
  }

  /**
   * A row of the table in docs/metrics.md.
   *
   * @param tags to what their values must match
   */
  private record Row(String metric, String kind, Map<String, String> tags) {}

  private static Map<String, Row> documented() throws IOException {
    return Files.readAllLines(Path.of("docs/metrics.md")).stream()
        .filter(line -> line.startsWith("| `caravan."))
        .map(line -> line.split(" \\| ?"))
        .map(cells -> new Row(cells[0].replaceAll("[|` ]", ""), cells[1], tags(cells[2])))
        .collect(Collectors.toMap(Row::metric, row -> row));
  }

  private static Map<String, String> tags(String cell) {
    Map<String, String> tags = new LinkedHashMap<>();
    for (String tag : cell.isBlank() ? new String[0] : cell.split("; ")) {
      String[] parts = tag.replace("`", "").split(": ");
      tags.put(parts[0], parts.length == 1 ? "[a-z0-9.:-]+" : values(parts[1]));
    }
    return tags;
  }

  private static String values(String documented) {
    String reasons =
        Arrays.stream(Reason.values()).map(Reason::name).collect(Collectors.joining("|"));
    return documented.replace("REASON", reasons).replace(", ", "|");
  }

  /** The metric's name in Prometheus: with underscores, and its unit or kind at the end. */
  private static Row row(Map<String, Row> documented, String sample) {
    return documented.values().stream()
        .filter(
            row ->
                sample.matches(
                    row.metric().replace('.', '_')
                        + switch (row.kind()) {
                          case "timer" -> "_seconds_(bucket|count|sum|max)";
                          case "counter" -> "_total";
                          default -> "";
                        }))
        .findFirst()
        .orElse(null);
  }

  private static Set<String> without(Scrape.Sample sample, String tag) {
    Set<String> names = new TreeSet<>(sample.tags().keySet());
    names.remove(tag);
    return names;
  }

  /**
   * Sends a prompt by each entrance, with a retry, a refusal, and two concurrent requests for one
   * prompt.
   */
  private static void oneOfEach(Running caravan) {
    caravan.api().generate("{\"prompt\":\"an image\"}");
    caravan.api().generate("{\"prompt\":\"x\",\"model\":\"a-model-that-a-caller-made-up\"}");
    caravan.api().get("/generations?limit=1");
    caravan.bedrockShould("{\"action\":\"throttle\",\"times\":1}");
    String text = "{\"prompt\":\"a text\",\"model\":\"amazon.nova-lite-v1:0\"}";
    caravan.queues().send(text);
    await()
        .untilAsserted(
            () ->
                assertThat(
                        Scrape.of(caravan.management())
                            .value("caravan_sent_to_stored_seconds_count"))
                    .isPositive());
    caravan.bedrockShould("{\"action\":\"slow\",\"latency\":1,\"times\":1}");
    String key = UUID.randomUUID().toString();
    CompletableFuture<Api.Answer> first =
        CompletableFuture.supplyAsync(() -> caravan.api().generate(text, "Idempotency-Key", key));
    await().until(() -> caravan.aws().bedrock().inFlight() == 1);
    assertThat(caravan.api().generate(text, "Idempotency-Key", key).status()).isEqualTo(409);
    assertThat(first.join().status()).isEqualTo(200);
  }
}
