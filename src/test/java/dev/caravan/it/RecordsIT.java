package dev.caravan.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import dev.caravan.cli.CommandFailedException;
import dev.caravan.cli.Service;
import dev.caravan.generation.Generation;
import dev.caravan.generation.GenerationId;
import dev.caravan.generation.Prompt;
import dev.caravan.generation.Source;
import dev.caravan.local.LocalAws;
import dev.caravan.local.LocalAwsOptions;
import dev.caravan.model.Models;
import dev.caravan.store.Claims;
import dev.caravan.store.Records;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.S3Client;

/** Records stay true when instances die, results are deleted and callers share keys. */
class RecordsIT {

  private static final BigDecimal TWO = BigDecimal.valueOf(2);
  private static final String TEXT =
      "{\"prompt\":\"a haiku about snow\",\"model\":\"amazon.nova-lite-v1:0\"}";
  private static final String[] ANNA = {"Authorization", "Bearer anna-s-token"};
  private static final String[] BEN = {"Authorization", "Bearer ben-s-token"};

  @TempDir static Path data;
  private static LocalAws aws;
  private static Service service;
  private static Api api;

  @BeforeAll
  static void start() throws Exception {
    aws = LocalAws.start(LocalAwsOptions.onFreePorts(data));
    aws.useInThisJvm();
    service = Service.start(Path.of("routes"), settings(aws.bucket()));
    api = new Api(service.httpPort());
  }

  @AfterAll
  static void stop() {
    service.close();
    aws.close();
  }

  private static Map<String, String> settings(String bucket) {
    Map<String, String> settings = new HashMap<>();
    settings.put("sqs.queue.url", aws.queueUrl());
    settings.put("sqs.dead.letter.queue.url", aws.deadLetterQueueUrl());
    settings.put("bucket.name", bucket);
    settings.put("http.port", "0");
    settings.put("management.port", "0");
    settings.put("caravan.http.tokens", "anna-s-token,ben-s-token");
    settings.put("caravan.claim.seconds", "2");
    settings.put("caravan.sweep.seconds", "2");
    settings.put("caravan.queue.wait-seconds", "1");
    return settings;
  }

  @Test
  void every_answer_calls_it_status() {
    Api.Answer made = api.generate(TEXT, ANNA);
    String id = made.json().path("id").asText();

    assertThat(made.json().path("status").asText()).isEqualTo("done");
    JsonNode record = get("/generations/" + id).json();
    assertThat(record.path("status").asText()).isEqualTo("done");
    assertThat(record.has("state")).isFalse();
    JsonNode listed = get("/generations?limit=1").json().at("/generations/0");
    assertThat(listed.has("status")).isTrue();
    assertThat(listed.has("state")).isFalse();
  }

  @Test
  void a_key_belongs_to_its_caller() {
    String key = UUID.randomUUID().toString();

    Api.Answer anna = api.generate(TEXT, with(ANNA, "Idempotency-Key", key));
    Api.Answer ben =
        api.generate(TEXT.replace("snow", "the sea"), with(BEN, "Idempotency-Key", key));
    Api.Answer again = api.generate(TEXT, with(ANNA, "Idempotency-Key", key));

    assertThat(anna.status()).isEqualTo(200);
    assertThat(ben.status()).as(ben.text()).isEqualTo(200);
    assertThat(ben.json().path("id")).isNotEqualTo(anna.json().path("id"));
    assertThat(again.json().path("id")).isEqualTo(anna.json().path("id"));
  }

  @Test
  void a_deleted_result_is_gone_and_the_same_key_makes_it_again() {
    String key = UUID.randomUUID().toString();
    String id = api.generate(TEXT, with(ANNA, "Idempotency-Key", key)).json().path("id").asText();
    JsonNode first = get("/generations/" + id).json();
    delete("texts/" + id + ".txt");

    Api.Answer gone = get("/generations/" + id + "/content");
    assertThat(gone.status()).isEqualTo(410);
    assertThat(gone.json().path("code").asText()).isEqualTo("CONTENT_DELETED");
    assertThat(gone.json().path("id").asText()).isEqualTo(id);
    assertThat(gone.json().path("detail").asText())
        .endsWith("A request with the same Idempotency-Key and body makes it again under this id.");

    Api.Answer again = api.generate(TEXT, with(ANNA, "Idempotency-Key", key));
    assertThat(again.status()).as(again.text()).isEqualTo(200);
    assertThat(get("/generations/" + id + "/content").status()).isEqualTo(200);
    // Both calls were paid for, and the model answers alike.
    JsonNode second = get("/generations/" + id).json();
    assertThat(first.path("costUsd").decimalValue()).isPositive();
    assertThat(second.path("costUsd").decimalValue())
        .isEqualByComparingTo(first.path("costUsd").decimalValue().multiply(TWO));
    for (String tokens : new String[] {"inputTokens", "outputTokens"}) {
      long once = first.path("usage").path(tokens).asLong();
      assertThat(once).isPositive();
      assertThat(second.path("usage").path(tokens).asLong()).isEqualTo(2 * once);
    }
    assertThat(second.path("modelCalls").asInt()).as("begins again").isEqualTo(1);
  }

  @Test
  void a_broken_record_hides_no_other_and_says_so_itself() {
    String broken = api.generate(TEXT, ANNA).json().path("id").asText();
    String other = api.generate(TEXT, ANNA).json().path("id").asText();
    try (S3Client s3 = aws.s3Client()) {
      s3.putObject(
          put -> put.bucket(aws.bucket()).key("generations/" + broken + ".json"),
          RequestBody.fromString("{\"prompt\": {\"text\": \"a secret"));
    }

    Api.Answer list = get("/generations?limit=100");
    assertThat(list.status()).as(list.text()).isEqualTo(200);
    assertThat(list.json().path("generations").findValuesAsText("id"))
        .contains(other)
        .doesNotContain(broken);

    for (String path : new String[] {"", "/content"}) {
      Api.Answer one = get("/generations/" + broken + path);
      assertThat(one.status()).isEqualTo(500);
      assertThat(one.header("Content-Type")).isEqualTo("application/problem+json");
      assertThat(one.json().path("code").asText()).isEqualTo("RECORD_UNREADABLE");
      assertThat(one.json().path("detail").asText())
          .startsWith("generations/" + broken + ".json is not a generation's record.");
      assertThat(one.text()).doesNotContain("secret");
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"hello", "{\"prompt\": {\"text\": \"a secret", "{\"schema\":99}"})
  void a_key_or_message_of_a_broken_record_is_told_so_and_costs_nothing(String object)
      throws Exception {
    String key = UUID.randomUUID().toString();
    String id = api.generate(TEXT, with(ANNA, "Idempotency-Key", key)).json().path("id").asText();
    int calls = aws.bedrock().calls().size();
    try (S3Client s3 = aws.s3Client()) {
      s3.putObject(
          put -> put.bucket(aws.bucket()).key("generations/" + id + ".json"),
          RequestBody.fromString(object));
    }

    for (String[] headers :
        new String[][] {
          with(ANNA, "Idempotency-Key", key),
          {"Authorization", ANNA[1], "Idempotency-Key", key, "Prefer", "respond-async"}
        }) {
      Api.Answer again = api.generate(TEXT, headers);
      assertThat(again.status()).as(again.text()).isEqualTo(500);
      assertThat(again.json().path("code").asText()).isEqualTo("RECORD_UNREADABLE");
      assertThat(again.json().path("detail").asText()).startsWith("generations/" + id + ".json ");
      assertThat(again.header("Retry-After")).isNull();
    }
    assertThat(aws.bedrock().calls()).hasSize(calls);
  }

  @ParameterizedTest
  @ValueSource(strings = {"%00", "0", "0&<", "0 folder/"})
  void another_object_in_the_index_does_not_end_the_pages(String name) {
    String older = api.generate(TEXT, ANNA).json().path("id").asText();
    String newer = api.generate(TEXT, ANNA).json().path("id").asText();
    // S3 lists each of these names before those of generations.
    String key = "index/" + name;
    try (S3Client s3 = aws.s3Client()) {
      s3.putObject(put -> put.bucket(aws.bucket()).key(key), RequestBody.empty());
    }

    JsonNode first = get("/generations?limit=1").json();
    JsonNode second = get("/generations?limit=1&before=" + first.path("next").asText()).json();

    assertThat(first.at("/generations/0/id").asText()).as(first.toString()).isEqualTo(newer);
    assertThat(second.at("/generations/0/id").asText()).as(second.toString()).isEqualTo(older);
    delete(key);
  }

  @Test
  void the_record_of_another_generation_is_not_believed() {
    String key = UUID.randomUUID().toString();
    String id = api.generate(TEXT, with(ANNA, "Idempotency-Key", key)).json().path("id").asText();
    String other = api.generate(TEXT, ANNA).json().path("id").asText();
    try (S3Client s3 = aws.s3Client()) {
      byte[] record =
          s3.getObjectAsBytes(get -> get.bucket(aws.bucket()).key("generations/" + other + ".json"))
              .asByteArray();
      s3.putObject(
          put -> put.bucket(aws.bucket()).key("generations/" + id + ".json"),
          RequestBody.fromBytes(record));
    }

    for (Api.Answer answer :
        new Api.Answer[] {
          get("/generations/" + id),
          get("/generations/" + id + "/content"),
          api.generate(TEXT, with(ANNA, "Idempotency-Key", key))
        }) {
      assertThat(answer.status()).as(answer.text()).isEqualTo(500);
      assertThat(answer.json().path("code").asText()).isEqualTo("RECORD_UNREADABLE");
      assertThat(answer.json().path("detail").asText())
          .startsWith("generations/" + id + ".json is the record of another generation.");
    }
    assertThat(get("/generations?limit=100").json().path("generations").findValuesAsText("id"))
        .containsOnlyOnce(other)
        .doesNotContain(id);
  }

  @Test
  void a_message_whose_record_is_broken_becomes_a_dead_letter_that_says_so() {
    String id = "broken-" + UUID.randomUUID();
    try (S3Client s3 = aws.s3Client();
        Queues queues = new Queues(aws)) {
      s3.putObject(
          put -> put.bucket(aws.bucket()).key("generations/" + id + ".json"),
          RequestBody.fromString("hello"));
      queues.send("{\"id\":\"%s\",\"prompt\":\"a haiku\"}".formatted(id));

      await()
          .atMost(Duration.ofSeconds(60))
          .untilAsserted(
              () -> assertThat(queues.deadLetters().toString()).contains("UNEXPECTED", "a haiku"));
    }
  }

  @Test
  void a_deleted_result_is_made_again_for_an_asynchronous_caller() {
    String key = UUID.randomUUID().toString();
    String id = api.generate(TEXT, with(ANNA, "Idempotency-Key", key)).json().path("id").asText();
    delete("texts/" + id + ".txt");

    Api.Answer again =
        api.generate(
            TEXT, "Authorization", ANNA[1], "Idempotency-Key", key, "Prefer", "respond-async");

    assertThat(again.status()).isEqualTo(202);
    await()
        .atMost(Duration.ofSeconds(60))
        .untilAsserted(
            () -> assertThat(get("/generations/" + id + "/content").status()).isEqualTo(200));
  }

  @Test
  void a_deleted_result_of_a_message_is_made_again_by_a_message_with_another_id() {
    String id = "message-" + UUID.randomUUID();
    String message =
        "{\"id\":\"%s\",\"prompt\":\"a haiku\",\"model\":\"amazon.nova-lite-v1:0\"}".formatted(id);
    try (Queues queues = new Queues(aws)) {
      queues.send(message);
      awaitContent(id);
      delete("texts/" + id + ".txt");

      Api.Answer gone = get("/generations/" + id + "/content");
      assertThat(gone.status()).isEqualTo(410);
      assertThat(gone.json().path("detail").asText())
          .endsWith("Send the prompt again. Use a message with another id, or without one.");

      // The same id would do nothing: the message may be a second copy.
      queues.send(message);
      queues.send(message.replace(id, id + "-2"));
      awaitContent(id + "-2");
      await().untilAsserted(() -> assertThat(queues.size()).isZero());
      assertThat(get("/generations/" + id + "/content").status()).isEqualTo(410);
    }
  }

  private static void awaitContent(String id) {
    await()
        .atMost(Duration.ofSeconds(60))
        .untilAsserted(
            () -> assertThat(get("/generations/" + id + "/content").status()).isEqualTo(200));
  }

  @Test
  void an_http_prompt_whose_instance_died_fails_with_a_reason() {
    Generation accepted = accepted("died-" + UUID.randomUUID());
    try (Claims dead = new Claims(records(), 2)) {
      dead.claim(accepted);
    }

    await()
        .atMost(Duration.ofSeconds(60))
        .untilAsserted(
            () -> {
              JsonNode record = get("/generations/" + accepted.id()).json();
              assertThat(record.path("status").asText()).isEqualTo("failed");
              assertThat(record.at("/failure/reason").asText()).isEqualTo("UNEXPECTED");
            });
  }

  @Test
  void an_asynchronous_prompt_that_was_never_sent_is_done_in_the_end() {
    Generation accepted = accepted("unsent-" + UUID.randomUUID());
    records().create(accepted);

    await()
        .atMost(Duration.ofSeconds(60))
        .untilAsserted(
            () ->
                assertThat(get("/generations/" + accepted.id()).json().path("status").asText())
                    .isEqualTo("done"));
  }

  @Test
  void a_prompt_that_the_sweep_sends_again_has_waited_since_it_was_received() {
    Generation accepted =
        accepted("lost-" + UUID.randomUUID(), Instant.now().minus(Duration.ofHours(80)));
    records().create(accepted);

    await()
        .untilAsserted(
            () -> {
              JsonNode record = get("/generations/" + accepted.id()).json();
              assertThat(record.path("status").asText()).isEqualTo("failed");
              assertThat(record.at("/failure/reason").asText()).isEqualTo("EXPIRED");
            });
  }

  @Test
  void the_service_does_not_start_with_a_bucket_that_does_not_exist() {
    assertThatThrownBy(
            () -> Service.start(Path.of("routes"), settings("no-such-bucket-here")).close())
        .isInstanceOf(CommandFailedException.class)
        .hasMessageContaining("The bucket no-such-bucket-here does not exist")
        .hasMessageContaining("BUCKET_NAME");
  }

  private static Api.Answer get(String path) {
    return api.get(path, ANNA);
  }

  private static void delete(String key) {
    try (S3Client s3 = aws.s3Client()) {
      s3.deleteObject(delete -> delete.bucket(aws.bucket()).key(key));
    }
  }

  private static String[] with(String[] headers, String name, String value) {
    return new String[] {headers[0], headers[1], name, value};
  }

  private static Generation accepted(String id) {
    return accepted(id, Instant.now());
  }

  private static Generation accepted(String id, Instant received) {
    return service
        .context()
        .getRegistry()
        .lookupByNameAndType("models", Models.class)
        .accept(
            Generation.accepted(
                new GenerationId(id),
                Source.HTTP,
                new Prompt("a haiku", "amazon.nova-lite-v1:0", null, null, null, null),
                null,
                received));
  }

  private static Records records() {
    return service.context().getRegistry().lookupByNameAndType("records", Records.class);
  }
}
