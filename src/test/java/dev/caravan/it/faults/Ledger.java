package dev.caravan.it.faults;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.caravan.local.LocalAws;
import dev.caravan.local.bedrock.Call;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * The account of a run: which prompts went in, how they ended, and why each model call was made.
 */
final class Ledger {

  private final ObjectMapper json = new ObjectMapper();
  private final List<Call> calls;
  private final CallAudit audit;
  private final List<String> lost = new ArrayList<>();
  private final List<String> contradictions = new ArrayList<>();
  private final Map<String, Integer> letters = new TreeMap<>();
  private int in;
  private int copies;
  private int done;
  private int lettersTwice;
  private int moved;

  /**
   * @param deadLetters all messages of the dead-letter queue, unchanged
   */
  Ledger(
      LocalAws aws,
      List<Entry> entries,
      Delivery delivery,
      List<JsonNode> deadLetters,
      List<Fault> faults)
      throws IOException {
    this.calls = aws.bedrock().calls();
    this.audit = new CallAudit(faults);
    Map<String, List<Call>> byPrompt =
        calls.stream().collect(Collectors.groupingBy(Call::prompt, Collectors.toList()));
    Map<String, List<JsonNode>> byId =
        deadLetters.stream().collect(Collectors.groupingBy(letter -> letter.path("id").asText()));
    for (Entry entry : entries) {
      in++;
      copies += entry.copies() - 1;
      String id = delivery.generation(entry);
      boolean stored = isStored(aws, id);
      List<JsonNode> about = byId.getOrDefault(id, List.of());
      count(entry, id, stored, about);
      audit.add(byPrompt.getOrDefault(entry.text(), List.of()), stored ? 1 : 0);
    }
  }

  private void count(Entry entry, String id, boolean stored, List<JsonNode> about) {
    if (!stored && about.isEmpty()) {
      lost.add(entry.id() + " (" + entry.kind() + ", generation " + id + ")");
    } else if (stored && about.stream().anyMatch(letter -> letter.has("schema"))) {
      contradictions.add(entry.id() + " is done and a dead letter: " + about);
    } else if (stored && !about.isEmpty()) {
      // SQS moved the message after its prompt was done; a redrive is answered from its record.
      done++;
      moved += about.size();
    } else if (stored && entry.kind().isRefused()) {
      contradictions.add(entry.id() + " should have been refused");
    } else if (stored) {
      done++;
    } else {
      letters.merge(about.get(0).path("reason").asText("RECEIVE_LIMIT"), 1, Integer::sum);
      lettersTwice += about.size() - 1;
    }
  }

  /** True if the record says done, and its result exists with the length that the record says. */
  private boolean isStored(LocalAws aws, String id) throws IOException {
    Path record = aws.data().resolve(aws.bucket()).resolve("generations/" + id + ".json");
    if (!Files.exists(record)) {
      return false;
    }
    JsonNode read = json.readTree(Files.readAllBytes(record));
    Path result = aws.data().resolve(aws.bucket()).resolve(read.at("/result/key").asText("none"));
    return read.path("state").asText().equals("done")
        && Files.isRegularFile(result)
        && Files.size(result) == read.at("/result/bytes").asLong();
  }

  List<String> lost() {
    return lost;
  }

  List<String> contradictions() {
    return contradictions;
  }

  List<Call> unexplained() {
    return audit.unexplained();
  }

  int done() {
    return done;
  }

  Map<String, Integer> letters() {
    return letters;
  }

  int lettersTwice() {
    return lettersTwice;
  }

  @Override
  public String toString() {
    StringBuilder text = new StringBuilder();
    line(text, "prompts in", in);
    line(text, "  sent twice besides", copies);
    line(text, "results", done);
    letters.forEach((reason, count) -> line(text, "dead letters: " + reason, count));
    line(text, "  written twice", lettersTwice);
    line(text, "messages of done prompts that SQS moved there", moved);
    line(text, "model calls", calls.size());
    audit.why().forEach((why, count) -> line(text, "  " + why, count));
    line(text, "lost", lost.size());
    line(text, "done and dead at once", contradictions.size());
    line(text, "unexplained calls", audit.unexplained().size());
    return text.toString();
  }

  private static void line(StringBuilder text, String what, int count) {
    text.append("%-48s %6d%n".formatted(what, count));
  }
}
