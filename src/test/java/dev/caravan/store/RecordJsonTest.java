package dev.caravan.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.caravan.generation.Claim;
import dev.caravan.generation.Failure;
import dev.caravan.generation.Generation;
import dev.caravan.generation.GenerationId;
import dev.caravan.generation.Prompt;
import dev.caravan.generation.Reason;
import dev.caravan.generation.Result;
import dev.caravan.generation.Source;
import dev.caravan.generation.Usage;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Map;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.AlphaChars;
import net.jqwik.api.constraints.CharRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RecordJsonTest {

  private static final Instant NOW = Instant.parse("2026-11-05T12:00:00.123456789Z");

  private final RecordJson json = new RecordJson();
  private final Generation accepted =
      Generation.accepted(
          new GenerationId("g-1"),
          Source.HTTP,
          new Prompt("山の湖 👩‍👩‍👧", "m", "16:9", 7L, "fog", Map.of("order", "12")),
          null,
          NOW);

  @Test
  void a_record_with_everything_in_it_comes_back_as_it_was() {
    Generation full =
        accepted
            .from("website")
            .accepted("m", "16:9", 4294967294L)
            .sent("msg-1", NOW.plusSeconds(1))
            .claimed(new Claim("host-1", NOW.plusSeconds(300)), NOW.plusSeconds(2))
            .answered(9L, "end_turn")
            .spent(new Usage(10, 20), new BigDecimal("0.00006"))
            .released(new Failure(Reason.THROTTLED, "later", NOW.plusSeconds(3)));

    assertThat(json.read("key", json.write(full))).isEqualTo(full);
  }

  @Test
  void a_record_that_was_written_before_callers_had_names_is_read() {
    String written = new String(json.write(accepted), StandardCharsets.UTF_8);

    assertThat(written).doesNotContain("caller");
    assertThat(json.read("key", written.getBytes(StandardCharsets.UTF_8)).caller()).isNull();
  }

  @Test
  void a_record_in_each_state_comes_back_as_it_was() {
    Generation running = accepted.claimed(new Claim("host-1", NOW.plusSeconds(300)), NOW);
    Generation done = running.done(new Result("b", "k", "image/png", 3_000_000_000L, "ab"), NOW);
    Generation failed = running.failed(new Failure(Reason.CONTENT_BLOCKED, "no", NOW));
    Generation unreadable = Generation.unreadable(new GenerationId("g-2"), "{", "msg", NOW);

    for (Generation each : new Generation[] {accepted, running, done, failed, unreadable}) {
      assertThat(json.read("key", json.write(each))).isEqualTo(each);
    }
  }

  @Property
  void any_prompt_comes_back_as_it_was(
      @ForAll @CharRange(from = '\u0000', to = '\ud7ff') String text,
      @ForAll long seed,
      @ForAll @Size(max = 3) Map<@AlphaChars String, @AlphaChars String> metadata) {
    Generation generation =
        Generation.accepted(
            new GenerationId("g-1"),
            Source.QUEUE,
            new Prompt(text, null, null, seed, null, metadata),
            "msg",
            NOW);

    assertThat(json.read("key", json.write(generation))).isEqualTo(generation);
  }

  @Test
  void times_are_iso_8601_words_are_small_and_prices_are_plain() throws IOException {
    Generation done =
        accepted
            .claimed(new Claim("host-1", NOW), NOW)
            .answered(9L, null)
            .spent(null, new BigDecimal("6E-8"))
            .done(new Result("b", "k", "image/png", 3, "ab"), NOW);

    String written = new String(json.write(done), StandardCharsets.UTF_8);

    JsonNode tree = new ObjectMapper().readTree(written);
    assertThat(tree.path("times").path("received").asText())
        .isEqualTo("2026-11-05T12:00:00.123456789Z");
    assertThat(tree.path("state").asText()).isEqualTo("done");
    assertThat(tree.path("source").asText()).isEqualTo("http");
    assertThat(written).contains("\"costUsd\":0.00000006");
  }

  @Test
  void the_schema_is_said_and_what_is_null_or_only_known_here_is_left_out() throws IOException {
    JsonNode tree = new ObjectMapper().readTree(json.write(accepted.withVersion("\"etag\"")));

    assertThat(tree.path("schema").asInt()).isEqualTo(1);
    assertThat(tree.fieldNames())
        .toIterable()
        .contains(
            "schema",
            "id",
            "state",
            "source",
            "prompt",
            "fingerprint",
            "model",
            "aspectRatio",
            "seed",
            "attempts",
            "times")
        .doesNotContain("version", "messageId", "claim", "result", "usage", "costUsd", "failure");
  }

  @Test
  void fields_of_later_versions_are_skipped_wherever_they_stand() throws IOException {
    Generation done = accepted.done(new Result("b", "k", "image/png", 3, "ab"), NOW);
    ObjectNode later = (ObjectNode) new ObjectMapper().readTree(json.write(done));
    later.put("tenant", "x").putObject("audit").put("by", "me");
    ((ObjectNode) later.path("prompt")).put("style", "oil");
    ((ObjectNode) later.path("times")).put("archived", "2027");
    ((ObjectNode) later.path("result")).putArray("thumbnails").add("t");

    assertThat(json.read("key", later.toString().getBytes(StandardCharsets.UTF_8))).isEqualTo(done);
  }

  @Test
  void a_record_of_a_newer_format_is_refused_rather_than_half_understood() throws IOException {
    ObjectNode newer = (ObjectNode) new ObjectMapper().readTree(json.write(accepted));
    newer.put("schema", 2);

    assertThatThrownBy(
            () ->
                json.read(
                    "generations/g-1.json", newer.toString().getBytes(StandardCharsets.UTF_8)))
        .isInstanceOfSatisfying(
            UnreadableRecordException.class, e -> assertThat(e.reason()).isEqualTo(Reason.STORE))
        .hasMessage("generations/g-1.json has record format 2; this version reads up to 1.");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "{",
        "[]",
        "<Error/>",
        "{\"schema\":1,\"state\":\"asleep\"}",
        "{\"schema\":1,\"times\":{\"received\":\"yesterday\"}}",
        "null",
        "{\"schema\":1,\"id\":\"g-1\",\"state\":\"queued\"}",
        "{\"schema\":1,\"id\":\"g-1\",\"state\":\"queued\",\"times\":{\"received\":\"now\"}}",
        "{\"schema\":1,\"id\":\"g-1\",\"state\":\"queued\",\"times\":{}}",
        "{\"schema\":1,\"id\":\"g-1\",\"state\":\"done\",\"times\":{\"received\":\"2026-11-05T12:00:00Z\"}}"
      })
  void what_is_no_record_is_refused_and_the_object_named(String object) {
    assertThatThrownBy(
            () -> json.read("generations/g-1.json", object.getBytes(StandardCharsets.UTF_8)))
        .isInstanceOfSatisfying(
            UnreadableRecordException.class,
            e -> {
              assertThat(e.reason()).isEqualTo(Reason.UNEXPECTED);
              assertThat(e.getCause()).as("it would quote the prompt").isNull();
            })
        .hasMessage("generations/g-1.json is not a generation's record.");
  }

  @Test
  void states_are_read_in_either_case() throws IOException {
    ObjectNode record = (ObjectNode) new ObjectMapper().readTree(json.write(accepted));
    record.put("state", "FAILED");

    assertThat(json.read("key", record.toString().getBytes(StandardCharsets.UTF_8)).isFailed())
        .isTrue();
  }
}
