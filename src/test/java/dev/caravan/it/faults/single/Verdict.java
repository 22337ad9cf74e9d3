package dev.caravan.it.faults.single;

import com.fasterxml.jackson.databind.JsonNode;
import dev.caravan.local.bedrock.Call;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** Checks what a prompt with one fault has become. */
final class Verdict {

  private final Bucket bucket;
  private final List<Call> calls;
  private final List<JsonNode> letters;

  /**
   * @param calls the journal of Bedrock
   * @param letters all messages of the site's dead-letter queue
   */
  Verdict(Bucket bucket, List<Call> calls, List<JsonNode> letters) {
    this.bucket = bucket;
    this.calls = calls;
    this.letters = letters;
  }

  /** True if nothing more will happen to the prompt without a caller or a message. */
  static boolean isSettled(Trial trial, Bucket bucket) {
    if (trial.caller().told() == null) {
      return false;
    }
    List<JsonNode> records = bucket.recordsOf(trial.cell().word());
    boolean mayHaveNone = trial.cell().entrance().isHttp();
    return records.isEmpty()
        ? mayHaveNone
        : records.stream().allMatch(record -> record.path("state").asText().matches("done|failed"));
  }

  Outcome of(Trial trial) throws IOException {
    Cell cell = trial.cell();
    List<String> wrong = new ArrayList<>();
    if (cell.step() != null && !trial.plan().isApplied()) {
      wrong.add("its call was never made, so there was no fault");
    }
    List<JsonNode> records = bucket.recordsOf(cell.word());
    List<JsonNode> about =
        letters.stream().filter(letter -> letter.toString().contains(cell.word())).toList();
    JsonNode record = records.isEmpty() ? null : records.get(0);
    if (records.size() > 1) {
      wrong.add(records.size() + " records");
    }
    if (record == null) {
      withoutRecord(cell, trial.caller().told(), wrong);
    } else {
      ofRecord(trial, record, about, wrong);
      agreement(cell, trial.caller().told(), record, wrong);
    }
    int paid = paid(cell, record, wrong);
    about.stream()
        .filter(letter -> !letter.has("schema"))
        .forEach(letter -> wrong.add("a dead letter without envelope: " + letter));
    return new Outcome(cell, text(record, trial.caller().told(), paid), wrong);
  }

  private static void withoutRecord(Cell cell, Caller.Told told, List<String> wrong) {
    if (!cell.entrance().isHttp()) {
      wrong.add("lost: no record");
    } else if (told == null || told.status() > 0 && told.status() < 400) {
      wrong.add("lost: no record, and the caller got " + told);
    } else if (told.status() == 0 && !cell.isKill()) {
      wrong.add("the caller got no answer");
    } else if (told.status() == 409) {
      wrong.add("no record, and the caller got 409 " + told.code());
    }
  }

  private void ofRecord(Trial trial, JsonNode record, List<JsonNode> about, List<String> wrong)
      throws IOException {
    String id = record.path("id").asText();
    String state = record.path("state").asText();
    int entries = bucket.entriesOf(id).size();
    if (entries != 1) {
      wrong.add(entries + " index entries");
    }
    if (state.equals("done")) {
      if (!bucket.isStored(record)) {
        wrong.add("done, and its result is another");
      }
      if (bucket.resultsOf(id).size() != 1) {
        wrong.add("results: " + bucket.resultsOf(id));
      }
      if (!about.isEmpty()) {
        wrong.add("done, and a dead letter: " + about);
      }
    } else if (state.equals("failed")) {
      String reason = record.at("/failure/reason").asText();
      if (!bucket.resultsOf(id).isEmpty()) {
        wrong.add("failed as " + reason + ", and its result is stored");
      }
      if (needsLetter(trial)) {
        boolean isTrue = about.size() == 1 && about.get(0).path("reason").asText().equals(reason);
        if (!isTrue) {
          wrong.add("failed as " + reason + ", and its dead letters are " + about);
        }
      }
    } else {
      wrong.add("forever `" + state + "`");
    }
  }

  /** True if no caller got the failure, because a message carried the prompt. */
  private static boolean needsLetter(Trial trial) {
    Entrance entrance = trial.cell().entrance();
    Caller.Told told = trial.caller().told();
    return !entrance.isHttp()
        || entrance == Entrance.ASYNC && (told == null || told.status() < 400);
  }

  private void agreement(Cell cell, Caller.Told told, JsonNode record, List<String> wrong)
      throws IOException {
    if (!cell.entrance().isHttp()) {
      return;
    }
    if (told == null) {
      wrong.add("the caller still waits");
      return;
    }
    String state = record.path("state").asText();
    boolean sameId = told.body().path("id").asText().equals(record.path("id").asText());
    if (told.status() == 200 || told.status() == 202) {
      if (!sameId) {
        wrong.add("the answer names " + told.body().path("id") + ", the record " + record);
      }
      boolean needsDone = told.status() == 200;
      if (needsDone && !state.equals("done")) {
        wrong.add("200, and the record says " + state);
      } else if (needsDone
          && !told.body().path("text").asText().strip().equals(bucket.text(record).strip())) {
        wrong.add("200 with another text than the result's");
      }
    } else if (told.status() == 0) {
      if (!cell.isKill()) {
        wrong.add("the caller got no answer");
      }
    } else if (!state.equals("failed")
        || !told.code().equals(record.at("/failure/reason").asText())) {
      wrong.add(
          "the caller got %d %s, the record says %s %s"
              .formatted(told.status(), told.code(), state, record.at("/failure/reason").asText()));
    }
  }

  private int paid(Cell cell, JsonNode record, List<String> wrong) {
    int paid =
        (int)
            calls.stream()
                .filter(call -> call.prompt().contains(cell.word()) && call.status() == 200)
                .count();
    if (paid > cell.explainedCalls()) {
      wrong.add(paid + " paid calls");
    }
    if (record != null) {
      int noted = record.path("modelCalls").asInt();
      // A call that is noted before it is made may not be made.
      boolean mayBeUnmade = cell.isKill() || cell.step() == Step.MODEL;
      if (noted < paid || noted > paid + (mayBeUnmade ? 1 : 0)) {
        wrong.add("the record says %d model calls, and %d were paid".formatted(noted, paid));
      }
    }
    return paid;
  }

  private static String text(JsonNode record, Caller.Told told, int paid) {
    String end =
        record == null
            ? "never accepted"
            : switch (record.path("state").asText()) {
              case "done" -> "done";
              case "failed" -> record.at("/failure/reason").asText();
              default -> record.path("state").asText();
            };
    String answer = told != null && told.status() >= 400 ? told.status() + ", " : "";
    return answer + end + (paid > 1 ? ", " + paid + " calls" : "");
  }
}
