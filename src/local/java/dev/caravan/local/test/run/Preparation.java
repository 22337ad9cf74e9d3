package dev.caravan.local.test.run;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import dev.caravan.generation.Failure;
import dev.caravan.generation.Generation;
import dev.caravan.generation.GenerationId;
import dev.caravan.generation.InvalidPromptException;
import dev.caravan.generation.Prompt;
import dev.caravan.generation.PromptReader;
import dev.caravan.generation.Reason;
import dev.caravan.generation.Sha256;
import dev.caravan.generation.Source;
import dev.caravan.local.test.format.Given;
import dev.caravan.local.test.format.Placeholders;
import dev.caravan.local.test.match.Located;
import dev.caravan.local.test.match.Variables;
import dev.caravan.store.RecordJson;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** Stores what a test is given, with defaults for everything that the test leaves out. */
final class Preparation {

  private static final JsonNode A_RESULT = TextNode.valueOf("a result");
  private static final PromptReader PROMPTS = new PromptReader(100_000);

  private final Stage stage;
  private final Variables variables;

  Preparation(Stage stage, Variables variables) {
    this.stage = stage;
    this.variables = variables;
  }

  /**
   * @throws JsonProcessingException if the given fields do not make a valid record
   */
  void put(Given given) throws JsonProcessingException {
    JsonNode result =
        given.result().map(variables::fill).map(Located::json).map(this::putResult).orElse(null);
    if (given.record().isPresent()) {
      stage.bucket().put(record(variables.fill(given.record().get()), result));
    }
    Optional<Located> letter = given.deadLetter().map(variables::fill);
    letter.ifPresent(there -> stage.queue().sendDeadLetter(text(there)));
    if (given.record().isEmpty()) {
      letter
          .filter(there -> !there.json().isTextual())
          .map(this::letter)
          .filter(there -> GenerationId.isValid(there.path("id").textValue()))
          .ifPresent(there -> stage.bucket().put(confirming(there)));
    }
  }

  /** The record that Caravan has written if it has written the letter. */
  private static Generation confirming(JsonNode letter) {
    GenerationId id = new GenerationId(letter.get("id").textValue());
    String body = letter.at("/message/body").asText();
    Instant now = Instant.now();
    Failure failure = new Failure(Reason.UNEXPECTED, letter.path("detail").asText(), now);
    try {
      Prompt prompt = PROMPTS.fromMessage(body).prompt();
      return Generation.accepted(id, Source.QUEUE, prompt, id.value(), now).failed(failure);
    } catch (InvalidPromptException e) {
      return Generation.unreadable(id, body, id.value(), now).failed(failure);
    }
  }

  private Generation record(Located given, JsonNode result) throws JsonProcessingException {
    ObjectNode record = Trees.JSON.createObjectNode();
    record.put("schema", Generation.SCHEMA).put("id", id()).put("state", "queued");
    record.put("source", "http");
    record.putObject("prompt").put("text", "a prompt");
    record.putObject("times").put("received", Instant.now().toString());
    Overlay.onto(record, given.json());
    String state = record.path("state").asText();
    // The other fields that a record in this state has; those of the test win.
    ObjectNode rest = Trees.JSON.createObjectNode();
    rest.put("attempts", state.equals("queued") ? 0 : 1);
    if (state.equals("running")) {
      rest.putObject("claim").put("owner", "another").put("expiresAt", in(Placeholders.FUTURE));
    } else if (state.equals("failed")) {
      rest.putObject("failure")
          .put("reason", "UNEXPECTED")
          .put("detail", "It failed before the test began.")
          .put("at", in(Placeholders.PAST));
    } else if (state.equals("done")) {
      rest.set("result", result == null ? putResult(A_RESULT) : result);
    }
    Overlay.onto(rest, record);
    RecordJson json = new RecordJson();
    if (!rest.has("fingerprint")) {
      Prompt prompt = json.mapper().treeToValue(rest.get("prompt"), Prompt.class);
      rest.put("fingerprint", prompt.fingerprint());
    }
    return json.mapper().treeToValue(rest, Generation.class);
  }

  private JsonNode putResult(JsonNode json) {
    String type = json.path("contentType").asText("text/plain");
    byte[] content =
        (json.isTextual() ? json.asText() : json.path("text").asText("a result"))
            .getBytes(StandardCharsets.UTF_8);
    String key = stage.resultKeys().of(id(), type);
    Map<String, String> metadata = new HashMap<>();
    metadata.put("sha256", Sha256.of(content).hex());
    json.path("metadata")
        .properties()
        .forEach(entry -> metadata.put(entry.getKey(), entry.getValue().asText()));
    stage.bucket().put(key, type, metadata, content);
    return Trees.JSON
        .createObjectNode()
        .put("bucket", stage.bucket().name())
        .put("key", key)
        .put("contentType", type)
        .put("bytes", content.length)
        .put("sha256", metadata.get("sha256"));
  }

  private String text(Located letter) {
    return letter.json().isTextual() ? letter.text() : letter(letter).toString();
  }

  private ObjectNode letter(Located given) {
    ObjectNode letter = Trees.JSON.createObjectNode();
    letter.put("schema", 1).put("id", id()).put("reason", "UNEXPECTED");
    letter.put("detail", "It failed before the test began.").put("attempts", 1);
    letter.put("failedAt", in(Placeholders.PAST)).put("route", "queue");
    letter.putObject("message").put("body", "a prompt").putObject("attributes");
    Overlay.onto(letter, given.json());
    JsonNode body = letter.at("/message/body");
    if (body.isContainerNode()) {
      ((ObjectNode) letter.get("message")).put("body", body.toString());
    }
    return letter;
  }

  private String id() {
    return in(Placeholders.ID);
  }

  private String in(String name) {
    return variables.values().get(name);
  }
}
