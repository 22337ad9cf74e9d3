package dev.caravan.cli;

import com.fasterxml.jackson.databind.JsonNode;
import dev.caravan.generation.State;
import java.util.Optional;
import java.util.Set;

/** A record, as the API answers it, in words for a terminal. */
record GenerationView(JsonNode json) {

  private static final Set<String> UNFINISHED = Set.of(State.QUEUED.text(), State.RUNNING.text());

  /** How much of a prompt the list shows. */
  private static final int SHOWN = 60;

  String id() {
    return text("id");
  }

  String status() {
    return text("status");
  }

  /** True if Caravan does nothing more with it by itself. */
  boolean isFinished() {
    return !UNFINISHED.contains(status());
  }

  boolean isDone() {
    return status().equals(State.DONE.text());
  }

  boolean isCancelled() {
    return status().equals(State.CANCELLED.text());
  }

  /** The id of the message that carries it; empty if there is none. */
  String messageId() {
    return text("messageId");
  }

  /** The id, the status, and what matters in this status. */
  String line() {
    return line(Optional.empty());
  }

  /**
   * The same with the name of a file.
   *
   * @param file to which the result was downloaded; empty for its place in S3
   */
  String line(Optional<String> file) {
    return "%s  %-7s  %s".formatted(id(), status(), summary(file)).stripTrailing();
  }

  /** A row of the list: when, the id, the status, and the beginning of the prompt. */
  String row() {
    return "%s  %s  %-7s  %s"
        .formatted(second(at("/times/received")), id(), status(), about())
        .stripTrailing();
  }

  /** Why there is no result; for a generation that is not done. */
  String why() {
    return json.path("failure").isObject()
        ? at("/failure/reason") + ": " + at("/failure/detail")
        : "";
  }

  private String summary(Optional<String> file) {
    if (!isDone()) {
      return why();
    }
    String path = text("image_path");
    return "%s  %s%s"
        .formatted(text("model"), cost(), file.orElse(path.isEmpty() ? text("text_path") : path))
        .stripTrailing();
  }

  private String cost() {
    JsonNode cost = json.path("costUsd");
    return cost.isNumber() ? cost.decimalValue().toPlainString() + " USD  " : "";
  }

  private String about() {
    String prompt = at("/prompt/text");
    int end =
        prompt.offsetByCodePoints(0, Math.min(SHOWN, prompt.codePointCount(0, prompt.length())));
    String begin = end < prompt.length() ? prompt.substring(0, end) + "…" : prompt;
    return status().equals(State.FAILED.text()) ? at("/failure/reason") + "  " + begin : begin;
  }

  /** Without the fraction of the second. */
  private static String second(String time) {
    return time.replaceFirst("\\.\\d+Z$", "Z");
  }

  private String text(String field) {
    return at("/" + field);
  }

  private String at(String pointer) {
    return new TerminalText(json.at(pointer).asText("")).toString();
  }
}
