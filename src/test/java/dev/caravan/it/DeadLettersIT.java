package dev.caravan.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.caravan.generation.Failure;
import dev.caravan.generation.Generation;
import dev.caravan.generation.GenerationId;
import dev.caravan.generation.Reason;
import dev.caravan.it.RunningCaravan.Running;
import dev.caravan.store.Records;
import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpRequest;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.services.sqs.SqsClient;
import software.amazon.awssdk.services.sqs.model.Message;
import software.amazon.awssdk.services.sqs.model.MessageAttributeValue;
import software.amazon.awssdk.services.sqs.model.QueueAttributeName;

/** Dead letters, looked at and given another try. */
@ExtendWith(RunningCaravan.class)
class DeadLettersIT {

  private static final Duration SOON = Duration.ofSeconds(20);

  @BeforeEach
  void nothing_is_left_of_other_tests(Running caravan) {
    await().until(() -> caravan.queues().size() == 0);
  }

  @Test
  void the_list_says_why_and_tells_no_text_unless_asked(Running caravan) {
    String id = blocked(caravan, "a secret wish");
    caravan.queues().send("{\"prompt\":\"x\",\"modell\":\"y\"}");
    awaitLetters(caravan, 2);

    Api.Answer answer = caravan.management().get("/dead-letters");

    assertThat(answer.status()).as(answer.text()).isEqualTo(200);
    assertThat(answer.header("Content-Type")).isEqualTo("application/json");
    assertThat(answer.header("Cache-Control")).isEqualTo("no-store");
    assertThat(answer.text()).doesNotContain("a secret wish");
    assertThat(answer.json().path("byReason").toString())
        .isEqualTo("{\"CONTENT_BLOCKED\":1,\"INVALID_PROMPT\":1}");
    JsonNode letter = find(answer.json().path("deadLetters"), id);
    assertThat(letter.path("reason").asText()).isEqualTo("CONTENT_BLOCKED");
    assertThat(letter.path("detail").asText()).isNotEmpty();
    assertThat(letter.path("failedAt").asText()).startsWith("20");
    assertThat(letter.path("attempts").asInt()).isEqualTo(1);
    assertThat(letter.path("model").asText()).isEqualTo("stability.stable-image-core-v1:1");
    assertThat(letter.path("origin").asText()).isEqualTo("envelope");
    assertThat(letter.path("bodyLength").asInt()).isEqualTo("a secret wish".length());

    JsonNode again = caravan.management().get("/dead-letters?text=true&limit=100").json();
    assertThat(find(again.path("deadLetters"), id).path("text").asText())
        .isEqualTo("a secret wish");
    assertThat(caravan.management().get("/dead-letters?limit=1").json().path("deadLetters"))
        .hasSize(1);
    assertThat(letters(caravan)).as("looking takes nothing away").hasSize(2);
  }

  @Test
  void a_blocked_prompt_whose_rule_is_gone_is_done_under_its_id_after_one_more_call(
      Running caravan) {
    String id = blocked(caravan, "harmless after all");
    caravan.aws().bedrock().misbehaviour().clear();
    caravan.aws().bedrock().clearCalls();

    JsonNode report = redrive(caravan, "{\"reason\":\"CONTENT_BLOCKED\"}");

    assertThat(report.path("redriven")).hasSize(1);
    assertThat(report.at("/redriven/0/id").asText()).isEqualTo(id);
    assertThat(report.path("failed")).isEmpty();
    awaitState(caravan, id, "done");
    assertThat(caravan.aws().bedrock().calls()).hasSize(1);
    assertThat(caravan.api().get("/generations/" + id).json().at("/prompt/text").asText())
        .isEqualTo("harmless after all");
    await().untilAsserted(() -> assertThat(caravan.queues().size()).isZero());
    assertThat(letters(caravan)).isEmpty();
  }

  @Test
  void letters_are_redriven_by_reason_by_id_and_by_count(Running caravan) {
    String one = blocked(caravan, "one");
    String two = blocked(caravan, "two");
    String three = blocked(caravan, "three");
    caravan.queues().send("{\"prompt\":7}");
    awaitLetters(caravan, 4);
    caravan.aws().bedrock().misbehaviour().clear();

    JsonNode byId = redrive(caravan, "{\"ids\":[\"%s\",\"unknown-id\"]}".formatted(two));
    assertThat(ids(byId.path("redriven"))).containsExactly(two);
    assertThat(byId.path("unmatched").asInt()).isEqualTo(3);
    assertThat(byId.at("/missing/0").asText()).isEqualTo("unknown-id");
    awaitState(caravan, two, "done");

    JsonNode byCount = redrive(caravan, "{\"reason\":\"content_blocked\",\"limit\":1}");
    assertThat(ids(byCount.path("redriven"))).hasSize(1).containsAnyOf(one, three);

    JsonNode byReason = redrive(caravan, "{\"reason\":\"CONTENT_BLOCKED\"}");
    assertThat(byReason.path("redriven")).hasSize(1);
    awaitState(caravan, one, "done");
    awaitState(caravan, three, "done");
    assertThat(letters(caravan)).as("the invalid one was not asked for").hasSize(1);
  }

  @Test
  void more_letters_than_a_batch_are_all_met_once(Running caravan) {
    List<String> ids = Stream.generate(() -> "many-" + UUID.randomUUID()).limit(23).toList();
    ids.forEach(id -> put(caravan, envelope(id, "THROTTLED", wordsOnly(id)), Map.of()));

    JsonNode dry = redrive(caravan, "{\"dryRun\":true}");
    assertThat(ids(dry.path("redriven"))).containsExactlyInAnyOrderElementsOf(ids);
    assertThat(dry.path("looked").asInt()).isEqualTo(23);

    JsonNode some = redrive(caravan, "{\"limit\":12}");
    assertThat(some.path("redriven")).hasSize(12);
    JsonNode rest = redrive(caravan, "{}");
    assertThat(rest.path("redriven")).hasSize(11);
    ids.forEach(id -> awaitState(caravan, id, "done"));
    assertThat(letters(caravan)).isEmpty();
  }

  @Test
  void a_dry_run_changes_nothing(Running caravan) {
    String id = blocked(caravan, "dry");
    caravan.aws().bedrock().misbehaviour().clear();
    caravan.aws().bedrock().clearCalls();
    String before = caravan.api().get("/generations/" + id).text();

    JsonNode report = redrive(caravan, "{\"dryRun\":true}");

    assertThat(report.path("dryRun").asBoolean()).isTrue();
    assertThat(ids(report.path("redriven"))).containsExactly(id);
    assertThat(letters(caravan)).hasSize(1);
    assertThat(caravan.queues().size()).isZero();
    assertThat(caravan.api().get("/generations/" + id).text()).isEqualTo(before);
    assertThat(caravan.aws().bedrock().calls()).isEmpty();
  }

  @Test
  void what_fails_again_comes_back_once_and_not_for_ever(Running caravan) {
    String id = "again-" + UUID.randomUUID();
    caravan.queues().send("{\"id\":\"%s\",\"prompt\":\"x\",\"modell\":\"y\"}".formatted(id));
    caravan.queues().send("{broken");
    awaitLetters(caravan, 2);

    JsonNode report = redrive(caravan, "{}");

    assertThat(report.path("redriven")).hasSize(2);
    awaitLetters(caravan, 2);
    assertThat(ids(caravan.management().get("/dead-letters").json().path("deadLetters")))
        .contains(id);
    awaitState(caravan, id, "failed");
    assertThat(caravan.aws().bedrock().calls()).isEmpty();
  }

  @Test
  void a_prompt_that_an_older_version_could_not_read_is_done_after_a_redrive(Running caravan) {
    Records records =
        caravan.service().context().getRegistry().lookupByNameAndType("records", Records.class);
    String id = "older-" + UUID.randomUUID();
    records.create(
        Generation.unreadable(new GenerationId(id), id, Instant.now())
            .failed(
                new Failure(Reason.INVALID_PROMPT, "There is an unknown field", Instant.now())));
    put(caravan, envelope(id, "INVALID_PROMPT", "{\"prompt\":\"now it can\"}"), Map.of());

    assertThat(redrive(caravan, "{}").path("redriven")).hasSize(1);

    awaitState(caravan, id, "done");
    JsonNode record = caravan.api().get("/generations/" + id).json();
    assertThat(record.at("/prompt/text").asText()).isEqualTo("now it can");
    assertThat(record.path("model").asText()).isEqualTo("stability.stable-image-core-v1:1");
    assertThat(record.has("seed")).isTrue();
  }

  // Over twenty seconds, most of them SQS's own.
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
    String moved = put(caravan, "too long ".repeat(2_000), attributes);
    String prompt = put(caravan, "moved by SQS itself", Map.of());

    JsonNode listed = caravan.management().get("/dead-letters").json();
    assertThat(find(listed.path("deadLetters"), moved).path("origin").asText())
        .isEqualTo("moved_by_sqs");
    JsonNode report = redrive(caravan, "{\"reason\":\"RECEIVE_LIMIT\"}");

    assertThat(ids(report.path("redriven"))).containsExactlyInAnyOrder(moved, prompt);
    awaitState(caravan, prompt, "done");
    JsonNode letter = awaitLetters(caravan, 1).get(0);
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
                        ids(caravan.management().get("/dead-letters").json().path("deadLetters")))
                    .containsExactly(id);
              });

      redrive(caravan, "{}");
      awaitState(caravan, id, "done");
    }
  }

  @Test
  void what_is_not_ours_is_named_and_left_alone(Running caravan) {
    String foreign = put(caravan, "{\"order\":17}", Map.of());
    String newer = put(caravan, "{\"schema\":2,\"id\":\"x\",\"why\":\"later\"}", Map.of());

    JsonNode report = redrive(caravan, "{}");

    assertThat(report.path("redriven")).isEmpty();
    assertThat(report.path("foreign"))
        .extracting(letter -> letter.path("messageId").asText())
        .containsExactlyInAnyOrder(foreign, newer);
    assertThat(report.path("foreign").toString()).contains("an envelope of schema 2");
    assertThat(letters(caravan)).hasSize(2);
    assertThat(caravan.queues().size()).isZero();
  }

  @Test
  void the_port_of_the_api_knows_nothing_of_it(Running caravan) {
    assertThat(caravan.api().get("/dead-letters").status()).isEqualTo(404);
    assertThat(post(caravan.api(), "/dead-letters/redrive", "{}").status()).isEqualTo(404);
    assertThat(caravan.management().get("/generations").status()).isEqualTo(404);
    assertThat(caravan.management().get("/observe/health/live").status()).isEqualTo(200);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{\"reason\":\"CONTENT_BLOKED\"} | did you mean \"CONTENT_BLOCKED\"?",
        "{\"reason\":\"rain\"} | known are INVALID_PROMPT, CONTENT_BLOCKED",
        "{\"reasons\":\"QUOTA\"} | did you mean \"reason\"?",
        "{\"dry_run\":true} | did you mean \"dryRun\"?",
        "{\"dryRun\":\"yes\"} | \"dryRun\" must be true or false.",
        "{\"limit\":0} | \"limit\" must be a whole number from 1.",
        "{\"limit\":1.5} | \"limit\" must be a whole number from 1.",
        "{\"ids\":[]} | at least one",
        "{\"ids\":[\"a/b\"]} | \"a/b\" is no id",
        "{\"ids\":[1]} | a list of strings",
        "{\"limit\":1,\"limit\":2} | not a JSON object",
        "[] | not a JSON object",
        "{ | not a JSON object"
      })
  void a_redrive_that_cannot_be_understood_is_refused(
      String body, String message, Running caravan) {
    String id = put(caravan, envelope("stays", "QUOTA", "x"), Map.of());

    Api.Answer answer = post(caravan.management(), "/dead-letters/redrive", body);

    assertThat(answer.status()).isEqualTo(400);
    assertThat(answer.header("Content-Type")).isEqualTo("application/problem+json");
    assertThat(answer.json().path("code").asText()).isEqualTo("BAD_REQUEST");
    assertThat(answer.json().path("detail").asText()).contains(message);
    assertThat(letters(caravan)).hasSize(1);
    assertThat(id).isNotEmpty();
  }

  @Test
  void a_bad_look_is_refused(Running caravan) {
    for (String query :
        List.of("limit=0", "limit=101", "limit=x", "limit=", "text=1", "reason=QUOTA")) {
      Api.Answer answer = caravan.management().get("/dead-letters?" + query);
      assertThat(answer.status()).as(query).isEqualTo(400);
      assertThat(answer.json().path("code").asText()).isEqualTo("BAD_REQUEST");
    }
    assertThat(caravan.management().get("/dead-letters/redrive").status()).isEqualTo(405);
    assertThat(caravan.management().get("/dead-letters/nothing").status()).isEqualTo(404);
  }

  @Test
  void a_browser_is_kept_out(Running caravan) throws IOException {
    int port = caravan.service().managementPort();
    assertThat(status(port, "GET /dead-letters", "evil.example:" + port)).isEqualTo(403);
    assertThat(status(port, "GET /dead-letters", "127.0.0.1.evil.example")).isEqualTo(403);
    assertThat(status(port, "GET /dead-letters", "localhost:" + port)).isEqualTo(200);
    assertThat(status(port, "GET /dead-letters", "[::1]:" + port)).isEqualTo(200);
    Api.Answer form =
        caravan
            .management()
            .send(
                caravan
                    .management()
                    .request("/dead-letters/redrive")
                    .header("Content-Type", "text/plain")
                    .POST(HttpRequest.BodyPublishers.ofString("{}")));
    assertThat(form.status()).isEqualTo(415);
    assertThat(form.json().path("code").asText()).isEqualTo("UNSUPPORTED_MEDIA_TYPE");
  }

  @Test
  void the_command_does_the_same(Running caravan, @TempDir Path home) throws Exception {
    String id = blocked(caravan, "from the terminal");
    String other = put(caravan, "{\"order\":17}", Map.of());
    caravan.aws().bedrock().misbehaviour().clear();

    Launched dry = command(caravan, home, "--dry-run");
    assertThat(dry.exitCode()).as(dry.err()).isZero();
    assertThat(dry.out())
        .contains(id + "  CONTENT_BLOCKED  would be redriven")
        .contains("2 looked at: 1 would be redriven, 0 failed, 0 not asked for, 1 not ours");
    assertThat(dry.err()).contains("message " + other + " stays: It is neither");

    Launched none = command(caravan, home, "--id", "unknown-id");
    assertThat(none.exitCode()).isEqualTo(1);
    assertThat(none.err()).contains("no dead letter of unknown-id was found");

    Launched run = command(caravan, home, "--reason", "content_blocked", "--limit", "5");
    assertThat(run.exitCode()).as(run.err()).isZero();
    assertThat(run.out()).contains(id + "  CONTENT_BLOCKED  redriven").contains("1 redriven");
    awaitState(caravan, id, "done");
    assertThat(letters(caravan)).hasSize(1);
  }

  // Over twenty seconds, most of them SQS's own.
  @Tag("slow")
  @Test
  void the_command_stops_after_the_batch_in_work_and_hides_nothing(
      Running caravan, @TempDir Path home) throws Exception {
    int all = 400;
    String done = "done-" + UUID.randomUUID();
    caravan.queues().send("{\"id\":\"%s\",\"prompt\":\"x\"}".formatted(done));
    awaitState(caravan, done, "done");
    for (int n = 0; n < all; n++) {
      // White space makes them differ; all are answered from the record.
      String body = "{\"id\":\"%s\",\"prompt\":\"x\"}%s".formatted(done, " ".repeat(n));
      put(caravan, envelope(done, "QUOTA", body), Map.of());
    }

    Launched run = command(caravan, home);
    await()
        .pollInterval(Duration.ofMillis(20))
        .atMost(SOON)
        .until(() -> lying(caravan, true) < all);
    run.terminate();

    assertThat(run.exitCode()).isEqualTo(143);
    assertThat(run.err()).contains("It was stopped.").doesNotContain("\tat ");
    assertThat(lying(caravan, true)).isPositive().isEqualTo(lying(caravan, false));
    while (lying(caravan, true) > 0) {
      caravan.queues().emptyDeadLetters();
    }
  }

  @Test
  void the_command_says_what_is_missing_or_wrong(@TempDir Path home) throws Exception {
    Launched bare = Launched.start(home, Map.of(), "redrive");
    assertThat(bare.exitCode()).isEqualTo(2);
    assertThat(bare.err())
        .contains("SQS_QUEUE_URL is not set", "SQS_DEAD_LETTER_QUEUE_URL is not set")
        .contains("BUCKET_NAME is not set")
        .doesNotContain("\tat ");
    Launched reason = Launched.start(home, Map.of(), "redrive", "--reason", "qota");
    assertThat(reason.exitCode()).isEqualTo(2);
    assertThat(reason.err()).contains("did you mean \"QUOTA\"?");
    Launched local = Launched.start(home, Map.of(), "redrive", "--local");
    assertThat(local.exitCode()).isEqualTo(2);
    assertThat(local.err()).contains("No ./caravan local runs here");
  }

  private static Launched command(Running caravan, Path home, String... arguments) {
    Map<String, String> variables = new HashMap<>(caravan.aws().variables());
    // What the JVM of the test was given, as the launched one gets it from its shell.
    variables.put("AWS_ACCESS_KEY_ID", System.getProperty("aws.accessKeyId"));
    variables.put("AWS_SECRET_ACCESS_KEY", System.getProperty("aws.secretAccessKey"));
    variables.put("SQS_QUEUE_URL", caravan.aws().queueUrl());
    variables.put("SQS_DEAD_LETTER_QUEUE_URL", caravan.aws().deadLetterQueueUrl());
    variables.put("BUCKET_NAME", caravan.aws().bucket());
    return Launched.start(
        home,
        variables,
        Stream.concat(Stream.of("redrive"), Stream.of(arguments)).toArray(String[]::new));
  }

  /** A prompt that the model's filter refused; its letter lies there. */
  private static String blocked(Running caravan, String text) {
    caravan.bedrockShould("{\"action\":\"block\",\"how\":\"prompt\"}");
    String id = caravan.queues().send(text);
    awaitState(caravan, id, "failed");
    await().until(() -> caravan.queues().size() == 0);
    return id;
  }

  private static JsonNode redrive(Running caravan, String body) {
    Api.Answer answer = post(caravan.management(), "/dead-letters/redrive", body);
    assertThat(answer.status()).as(answer.text()).isEqualTo(200);
    return answer.json();
  }

  private static Api.Answer post(Api api, String path, String body) {
    return api.send(
        api.request(path)
            .header("Content-Type", "application/json")
            .POST(HttpRequest.BodyPublishers.ofString(body)));
  }

  private static int status(int port, String call, String host) throws IOException {
    try (Socket socket = new Socket("127.0.0.1", port)) {
      socket
          .getOutputStream()
          .write(
              (call + " HTTP/1.1\r\nHost: " + host + "\r\nConnection: close\r\n\r\n")
                  .getBytes(StandardCharsets.US_ASCII));
      InputStream in = socket.getInputStream();
      String line = new String(in.readNBytes(12), StandardCharsets.US_ASCII);
      return Integer.parseInt(line.substring(9));
    }
  }

  private static String put(
      Running caravan, String body, Map<String, MessageAttributeValue> attributes) {
    try (SqsClient sqs = caravan.aws().sqsClient()) {
      return sqs.sendMessage(
              send ->
                  send.queueUrl(caravan.aws().deadLetterQueueUrl())
                      .messageBody(body)
                      .messageAttributes(attributes))
          .messageId();
    }
  }

  private static String envelope(String id, String reason, String body) {
    ObjectNode envelope = new ObjectMapper().createObjectNode();
    envelope.put("schema", 1).put("id", id).put("reason", reason).put("attempts", 1);
    envelope.putObject("message").put("body", body).putObject("attributes");
    return envelope.toString();
  }

  /** A prompt for a text model: drawing pictures would only keep the cores busy. */
  private static String wordsOnly(String text) {
    return "{\"prompt\":\"%s\",\"model\":\"amazon.nova-lite-v1:0\"}".formatted(text);
  }

  /** What lies there, looked at without taking it. */
  private static List<JsonNode> letters(Running caravan) {
    try (SqsClient sqs = caravan.aws().sqsClient()) {
      List<Message> messages =
          sqs.receiveMessage(
                  receive ->
                      receive
                          .queueUrl(caravan.aws().deadLetterQueueUrl())
                          .maxNumberOfMessages(10)
                          .visibilityTimeout(0))
              .messages();
      return messages.stream().map(message -> json(message.body())).toList();
    }
  }

  /** How many letters there are, those that somebody holds included or not. */
  private static int lying(Running caravan, boolean withHeld) {
    try (SqsClient sqs = caravan.aws().sqsClient()) {
      Map<QueueAttributeName, String> counts =
          sqs.getQueueAttributes(
                  get ->
                      get.queueUrl(caravan.aws().deadLetterQueueUrl())
                          .attributeNames(
                              QueueAttributeName.APPROXIMATE_NUMBER_OF_MESSAGES,
                              QueueAttributeName.APPROXIMATE_NUMBER_OF_MESSAGES_NOT_VISIBLE))
              .attributes();
      int free = Integer.parseInt(counts.get(QueueAttributeName.APPROXIMATE_NUMBER_OF_MESSAGES));
      int held =
          Integer.parseInt(
              counts.get(QueueAttributeName.APPROXIMATE_NUMBER_OF_MESSAGES_NOT_VISIBLE));
      return withHeld ? free + held : free;
    }
  }

  private static List<JsonNode> awaitLetters(Running caravan, int count) {
    return await().atMost(SOON).until(() -> letters(caravan), found -> found.size() == count);
  }

  private static void awaitState(Running caravan, String id, String state) {
    await("generation " + id + " is " + state)
        .atMost(SOON)
        .untilAsserted(
            () ->
                assertThat(caravan.api().get("/generations/" + id).json().path("state").asText())
                    .isEqualTo(state));
  }

  private static JsonNode json(String body) {
    try {
      return new ObjectMapper().readTree(body);
    } catch (IOException e) {
      return new ObjectMapper().createObjectNode().put("body", body);
    }
  }

  private static List<String> ids(JsonNode letters) {
    return StreamSupport.stream(letters.spliterator(), false)
        .map(letter -> letter.path("id").asText())
        .toList();
  }

  private static JsonNode find(JsonNode letters, String id) {
    return StreamSupport.stream(letters.spliterator(), false)
        .filter(letter -> letter.path("id").asText().equals(id))
        .findFirst()
        .orElseThrow();
  }

  private static MessageAttributeValue text(String type, String value) {
    return MessageAttributeValue.builder().dataType(type).stringValue(value).build();
  }

  private static String name(String url) {
    return URI.create(url).getPath().replaceFirst(".*/", "");
  }
}
