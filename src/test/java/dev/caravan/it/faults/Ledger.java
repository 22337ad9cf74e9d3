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
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;

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
  private final List<JsonNode> bare = new ArrayList<>();
  private int problems;
  private int neverAccepted;
  private int probes;

  /** Calls for a text that nobody sent. */
  private final List<Call> strays = new ArrayList<>();

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
    deadLetters.stream().filter(letter -> !letter.has("schema")).forEach(bare::add);
    Records records = new Records(aws.data().resolve(aws.bucket()));
    Set<String> texts = entries.stream().map(Entry::text).collect(Collectors.toSet());
    for (Call call : calls) {
      if (call.prompt().isEmpty()) {
        probes++;
      } else if (!texts.contains(call.prompt())) {
        strays.add(call);
      }
    }
    for (Entry entry : entries) {
      in++;
      copies += entry.copies() - 1;
      String id = delivery.generation(entry);
      if (entry.kind() == Entry.Kind.UNKEYED) {
        int results = countUnkeyed(aws, entry, id, records);
        audit.add(byPrompt.getOrDefault(entry.text(), List.of()), results);
        continue;
      }
      boolean stored = isStored(aws, id);
      List<JsonNode> about = byId.getOrDefault(id, List.of());
      count(entry, id, stored, about);
      audit.add(byPrompt.getOrDefault(entry.text(), List.of()), stored ? 1 : 0);
    }
  }

  /**
   * A caller without a key may have begun several generations, each with an end. One of them has
   * the result, unless the caller got a failure or never got an answer.
   *
   * @param id that the caller got
   * @return the number of results
   */
  private int countUnkeyed(LocalAws aws, Entry entry, String id, Records records)
      throws IOException {
    List<String> results = new ArrayList<>();
    for (JsonNode record : records.of(entry)) {
      String own = record.path("id").asText();
      if (isStored(aws, own)) {
        results.add(own);
      } else if (!record.path("state").asText().equals("failed")) {
        lost.add("%s (without key, generation %s)".formatted(entry.id(), record));
      }
    }
    if (!id.equals(Delivery.NONE) && !results.contains(id)) {
      lost.add("%s (without key, answered as %s, results %s)".formatted(entry.id(), id, results));
    }
    if (results.size() > 1) {
      contradictions.add(entry.id() + " was refused and done at once: " + results);
    }
    if (!results.isEmpty()) {
      done++;
    } else if (!records.of(entry).isEmpty()) {
      problems++;
    } else {
      neverAccepted++;
    }
    return results.size();
  }

  private void count(Entry entry, String id, boolean stored, List<JsonNode> about) {
    if (!stored && about.isEmpty()) {
      lost.add(entry.id() + " (" + entry.kind() + ", generation " + id + ")");
    } else if (stored && about.stream().anyMatch(letter -> letter.has("schema"))) {
      contradictions.add(entry.id() + " is done and a dead letter: " + about);
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
    return Stream.concat(audit.unexplained().stream(), strays.stream()).toList();
  }

  int done() {
    return done;
  }

  Map<String, Integer> letters() {
    return letters;
  }

  /** Dead letters without an envelope: SQS moved them, or somebody else wrote them. */
  List<JsonNode> bare() {
    return bare;
  }

  /** Prompts of callers without keys that ended with a problem, or got no answer. */
  int unanswered() {
    return problems + neverAccepted;
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
    line(text, "  without envelope", bare.size());
    line(text, "without key: ended with a problem", problems);
    line(text, "without key: never accepted", neverAccepted);
    line(text, "model calls", calls.size());
    audit.why().forEach((why, count) -> line(text, "  " + why, count));
    line(text, "  probe of a paused model, without cost", probes);
    line(text, "lost", lost.size());
    line(text, "done and dead at once", contradictions.size());
    line(text, "unexplained calls", unexplained().size());
    return text.toString();
  }

  private static void line(StringBuilder text, String what, int count) {
    text.append("%-48s %6d%n".formatted(what, count));
  }
}
