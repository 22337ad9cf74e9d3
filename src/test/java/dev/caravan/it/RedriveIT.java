package dev.caravan.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import dev.caravan.generation.Failure;
import dev.caravan.generation.Generation;
import dev.caravan.generation.GenerationId;
import dev.caravan.generation.Reason;
import dev.caravan.it.RunningCaravan.Running;
import dev.caravan.store.Records;
import java.net.URI;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.services.sqs.SqsClient;
import software.amazon.awssdk.services.sqs.model.MessageAttributeValue;

/** Dead letters are tried again, under their own ids. */
@ExtendWith(RunningCaravan.class)
class RedriveIT {

  private DeadLetterBox box;

  @BeforeEach
  void nothing_is_left_of_other_tests(Running caravan) {
    box = new DeadLetterBox(caravan);
    await().until(() -> caravan.queues().size() == 0);
  }

  @Test
  void a_blocked_prompt_whose_rule_is_gone_is_done_under_its_id_after_one_more_call(
      Running caravan) {
    String id = box.blocked("harmless after all");
    caravan.aws().bedrock().misbehaviour().clear();
    caravan.aws().bedrock().clearCalls();

    JsonNode report = box.redrive("{\"reason\":\"CONTENT_BLOCKED\"}");

    assertThat(report.path("redriven")).hasSize(1);
    assertThat(report.at("/redriven/0/id").asText()).isEqualTo(id);
    assertThat(report.path("failed")).isEmpty();
    box.awaitState(id, "done");
    assertThat(caravan.aws().bedrock().calls()).hasSize(1);
    assertThat(caravan.api().get("/generations/" + id).json().at("/prompt/text").asText())
        .isEqualTo("harmless after all");
    await().untilAsserted(() -> assertThat(caravan.queues().size()).isZero());
    assertThat(box.letters()).isEmpty();
  }

  @Test
  void letters_are_redriven_by_reason_by_id_and_by_count(Running caravan) {
    String one = box.blocked("one");
    String two = box.blocked("two");
    String three = box.blocked("three");
    caravan.queues().send("{\"prompt\":7}");
    box.awaitLetters(4);
    caravan.aws().bedrock().misbehaviour().clear();

    JsonNode byId = box.redrive("{\"ids\":[\"%s\",\"unknown-id\"]}".formatted(two));
    assertThat(DeadLetterBox.ids(byId.path("redriven"))).containsExactly(two);
    assertThat(byId.path("unmatched").asInt()).isEqualTo(3);
    assertThat(byId.at("/missing/0").asText()).isEqualTo("unknown-id");
    box.awaitState(two, "done");

    JsonNode byCount = box.redrive("{\"reason\":\"content_blocked\",\"limit\":1}");
    assertThat(DeadLetterBox.ids(byCount.path("redriven"))).hasSize(1).containsAnyOf(one, three);

    JsonNode byReason = box.redrive("{\"reason\":\"CONTENT_BLOCKED\"}");
    assertThat(byReason.path("redriven")).hasSize(1);
    box.awaitState(one, "done");
    box.awaitState(three, "done");
    assertThat(box.letters()).as("the invalid one was not asked for").hasSize(1);
  }

  @Test
  void more_letters_than_a_batch_are_all_met_once(Running caravan) {
    List<String> ids = Stream.generate(() -> "many-" + UUID.randomUUID()).limit(23).toList();
    ids.forEach(id -> box.ours(id, "THROTTLED", DeadLetterBox.wordsOnly(id)));

    JsonNode dry = box.redrive("{\"dryRun\":true}");
    assertThat(DeadLetterBox.ids(dry.path("redriven"))).containsExactlyInAnyOrderElementsOf(ids);
    assertThat(dry.path("looked").asInt()).isEqualTo(23);

    JsonNode some = box.redrive("{\"limit\":12}");
    assertThat(some.path("redriven")).hasSize(12);
    JsonNode rest = box.redrive("{}");
    assertThat(rest.path("redriven")).hasSize(11);
    ids.forEach(id -> box.awaitState(id, "done"));
    assertThat(box.letters()).isEmpty();
  }

  @Test
  void a_dry_run_changes_nothing(Running caravan) {
    String id = box.blocked("dry");
    caravan.aws().bedrock().misbehaviour().clear();
    caravan.aws().bedrock().clearCalls();
    String before = caravan.api().get("/generations/" + id).text();

    JsonNode report = box.redrive("{\"dryRun\":true}");

    assertThat(report.path("dryRun").asBoolean()).isTrue();
    assertThat(DeadLetterBox.ids(report.path("redriven"))).containsExactly(id);
    assertThat(box.letters()).hasSize(1);
    assertThat(caravan.queues().size()).isZero();
    assertThat(caravan.api().get("/generations/" + id).text()).isEqualTo(before);
    assertThat(caravan.aws().bedrock().calls()).isEmpty();
  }

  @Test
  void what_fails_again_comes_back_once_and_not_for_ever(Running caravan) {
    String id = "again-" + UUID.randomUUID();
    caravan.queues().send("{\"id\":\"%s\",\"prompt\":\"x\",\"modell\":\"y\"}".formatted(id));
    caravan.queues().send("{broken");
    box.awaitLetters(2);

    JsonNode report = box.redrive("{}");

    assertThat(report.path("redriven")).hasSize(2);
    box.awaitLetters(2);
    assertThat(
            DeadLetterBox.ids(caravan.management().get("/dead-letters").json().path("deadLetters")))
        .contains(id);
    box.awaitState(id, "failed");
    assertThat(caravan.aws().bedrock().calls()).isEmpty();
  }

  @Test
  void a_prompt_that_an_older_version_could_not_read_is_done_after_a_redrive(Running caravan) {
    Records records =
        caravan.service().context().getRegistry().lookupByNameAndType("records", Records.class);
    String id = "older-" + UUID.randomUUID();
    String body = "{\"prompt\":\"now it can\"}";
    records.create(
        Generation.unreadable(new GenerationId(id), body, id, Instant.now())
            .failed(
                new Failure(Reason.INVALID_PROMPT, "There is an unknown field", Instant.now())));
    box.put(DeadLetterBox.envelope(id, "INVALID_PROMPT", body), Map.of());

    assertThat(box.redrive("{}").path("redriven")).hasSize(1);

    box.awaitState(id, "done");
    JsonNode record = caravan.api().get("/generations/" + id).json();
    assertThat(record.at("/prompt/text").asText()).isEqualTo("now it can");
    assertThat(record.path("model").asText()).isEqualTo("stability.stable-image-core-v1:1");
    assertThat(record.has("seed")).isTrue();
  }

  // Takes over twenty seconds, most of them waiting for SQS.
  @Tag("slow")
  @Test
  void a_message_that_sqs_moved_keeps_its_id_and_its_attributes(Running caravan) {
    Map<String, MessageAttributeValue> attributes = new HashMap<>();
    attributes.put("tenant", text("String.team", "blue"));
    attributes.put("size", text("Number.int", "3"));
    attributes.put(
        "trace",
        MessageAttributeValue.builder()
            .dataType("Binary.trace")
            .binaryValue(SdkBytes.fromByteArray(new byte[] {0, -1, 7}))
            .build());
    // Refused as it is, so that what is sent again can be seen in the envelope it ends in.
    String moved = box.put("too long ".repeat(2_000), attributes);
    String prompt = box.put("moved by SQS itself", Map.of());

    JsonNode listed = caravan.management().get("/dead-letters").json();
    assertThat(DeadLetterBox.find(listed.path("deadLetters"), moved).path("origin").asText())
        .isEqualTo("moved_by_sqs");
    JsonNode report = box.redrive("{\"reason\":\"RECEIVE_LIMIT\"}");

    assertThat(DeadLetterBox.ids(report.path("redriven"))).containsExactlyInAnyOrder(moved, prompt);
    box.awaitState(prompt, "done");
    JsonNode letter = box.awaitLetters(1).get(0);
    assertThat(letter.path("id").asText()).isEqualTo(moved);
    JsonNode sent = letter.at("/message/attributes");
    assertThat(sent.at("/tenant/type").asText()).isEqualTo("String.team");
    assertThat(sent.at("/tenant/value").asText()).isEqualTo("blue");
    assertThat(sent.at("/size/type").asText()).isEqualTo("Number.int");
    assertThat(sent.at("/trace/type").asText()).isEqualTo("Binary.trace");
    assertThat(sent.at("/trace/value").asText()).isEqualTo("AP8H");
  }

  @Test
  void sqs_keeps_the_message_id_of_what_it_moves(Running caravan) {
    try (SqsClient sqs = caravan.aws().sqsClient()) {
      String arn = "arn:aws:sqs:us-west-2:000000000000:" + name(caravan.aws().deadLetterQueueUrl());
      String url =
          sqs.createQueue(
                  create ->
                      create
                          .queueName("moves-" + UUID.randomUUID())
                          .attributesWithStrings(
                              Map.of(
                                  "VisibilityTimeout",
                                  "0",
                                  "RedrivePolicy",
                                  "{\"deadLetterTargetArn\":\"%s\",\"maxReceiveCount\":\"1\"}"
                                      .formatted(arn))))
              .queueUrl();
      String id =
          sqs.sendMessage(send -> send.queueUrl(url).messageBody("received too often")).messageId();

      await()
          .untilAsserted(
              () -> {
                sqs.receiveMessage(receive -> receive.queueUrl(url));
                assertThat(
                        DeadLetterBox.ids(
                            caravan.management().get("/dead-letters").json().path("deadLetters")))
                    .containsExactly(id);
              });

      box.redrive("{}");
      box.awaitState(id, "done");
    }
  }

  @Test
  void what_is_not_ours_is_named_and_left_alone(Running caravan) {
    String foreign = box.put("{\"order\":17}", Map.of());
    String newer = box.put("{\"schema\":2,\"id\":\"x\",\"why\":\"later\"}", Map.of());

    JsonNode report = box.redrive("{}");

    assertThat(report.path("redriven")).isEmpty();
    assertThat(report.path("foreign"))
        .extracting(letter -> letter.path("messageId").asText())
        .containsExactlyInAnyOrder(foreign, newer);
    assertThat(report.path("foreign").toString()).contains("The envelope has schema 2");
    assertThat(box.letters()).hasSize(2);
    assertThat(caravan.queues().size()).isZero();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{\"reason\":\"CONTENT_BLOKED\"} | Did you mean `CONTENT_BLOCKED`?",
        "{\"reason\":\"rain\"} | Available: CONTENT_BLOCKED, EXPIRED, INVALID_PROMPT",
        "{\"reasons\":\"QUOTA\"} | Did you mean `reason`?",
        "{\"dry_run\":true} | Did you mean `dryRun`?",
        "{\"dryRun\":\"yes\"} | \"dryRun\" must be true or false.",
        "{\"limit\":0} | \"limit\" must be a whole number of at least 1.",
        "{\"limit\":1.5} | \"limit\" must be a whole number of at least 1.",
        "{\"ids\":[]} | at least one",
        "{\"ids\":[\"a/b\"]} | \"a/b\" is not a valid id",
        "{\"ids\":[1]} | a list of strings",
        "{\"limit\":1,\"limit\":2} | not a JSON object",
        "[] | not a JSON object",
        "{ | not a JSON object"
      })
  void a_redrive_that_cannot_be_understood_is_refused(
      String body, String message, Running caravan) {
    String id = box.put(DeadLetterBox.envelope("stays", "QUOTA", "x"), Map.of());

    Api.Answer answer = DeadLetterBox.post(caravan.management(), "/dead-letters/redrive", body);

    assertThat(answer.status()).isEqualTo(400);
    assertThat(answer.header("Content-Type")).isEqualTo("application/problem+json");
    assertThat(answer.json().path("code").asText()).isEqualTo("BAD_REQUEST");
    assertThat(answer.json().path("detail").asText()).contains(message);
    assertThat(box.letters()).hasSize(1);
    assertThat(id).isNotEmpty();
  }

  private static MessageAttributeValue text(String type, String value) {
    return MessageAttributeValue.builder().dataType(type).stringValue(value).build();
  }

  private static String name(String url) {
    return URI.create(url).getPath().replaceFirst(".*/", "");
  }
}
