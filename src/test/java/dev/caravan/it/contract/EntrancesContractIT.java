package dev.caravan.it.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import dev.caravan.it.Api;
import dev.caravan.it.Launched;
import dev.caravan.local.bedrock.Call;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.sqs.SqsClient;
import software.amazon.awssdk.services.sqs.model.QueueAttributeName;

/** A service with the servers of the contract: prompts of every entrance are done and paid once. */
@Tag("slow")
@ExtendWith(Servers.class)
class EntrancesContractIT {

  private static final Pattern READY = Pattern.compile("HTTP on port (\\d+)");

  @TempDir Path home;
  private final Servers.Running servers;
  private final SqsClient sqs;
  private final S3Client s3;
  private final String name;
  private Launched service;
  private Api api;
  private String url;
  private String dead;

  EntrancesContractIT(Servers.Running servers) {
    this.servers = servers;
    sqs = servers.sqs();
    s3 = servers.s3();
    name = servers.name();
  }

  @AfterEach
  void close() {
    if (service != null) {
      service.close();
    }
    sqs.close();
    s3.close();
  }

  @Test
  void a_prompt_by_http_is_done_and_its_key_gives_it_again() {
    start(false);
    String[] key = {"Idempotency-Key", UUID.randomUUID().toString()};
    String prompt = prompt();

    Api.Answer first = api.generate(body(prompt), key);
    Api.Answer again = api.generate(body(prompt), key);
    Api.Answer other = api.generate(body(prompt()));

    assertThat(first.status()).as(first.text()).isEqualTo(200);
    assertThat(again.json().path("id")).isEqualTo(first.json().path("id"));
    assertThat(paid(prompt)).isEqualTo(1);
    assertThat(other.status()).isEqualTo(200);
    assertThat(ids()).contains(idOf(first), idOf(other));
    assertThat(api.get("/generations/" + idOf(first) + "/content").text())
        .isEqualTo(first.json().path("text").asText());
  }

  @Test
  void an_asynchronous_prompt_is_done() {
    start(false);
    String prompt = prompt();

    Api.Answer accepted = api.generate(body(prompt), "Prefer", "respond-async");

    assertThat(accepted.status()).isEqualTo(202);
    awaitDone(idOf(accepted));
    assertThat(paid(prompt)).isEqualTo(1);
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void messages_are_done_and_leave_the_queue(boolean fifo) {
    start(fifo);
    List<String> prompts = List.of(prompt(), prompt(), prompt());

    prompts.forEach(prompt -> send(body(prompt), fifo));

    awaitIds(3).forEach(this::awaitDone);
    prompts.forEach(prompt -> assertThat(paid(prompt)).isEqualTo(1));
    await().atMost(Duration.ofSeconds(60)).untilAsserted(() -> assertThat(size(url)).isZero());
    assertThat(size(dead)).isZero();
  }

  @Test
  void a_message_that_is_no_prompt_is_a_dead_letter_with_its_reason() {
    start(false);

    send("{\"promt\":\"a heron\"}", false);

    await().atMost(Duration.ofSeconds(60)).untilAsserted(() -> assertThat(size(dead)).isEqualTo(1));
    assertThat(sqs.receiveMessage(receive -> receive.queueUrl(dead)).messages().get(0).body())
        .contains("\"schema\"")
        .contains("INVALID_PROMPT");
  }

  private void start(boolean fifo) {
    String suffix = fifo ? ".fifo" : "";
    Map<QueueAttributeName, String> attributes = new HashMap<>();
    if (fifo) {
      attributes.put(QueueAttributeName.FIFO_QUEUE, "true");
      attributes.put(QueueAttributeName.CONTENT_BASED_DEDUPLICATION, "true");
    }
    s3.createBucket(create -> create.bucket(name));
    dead =
        sqs.createQueue(create -> create.queueName(name + "-dead" + suffix).attributes(attributes))
            .queueUrl();
    String arn =
        sqs.getQueueAttributes(
                get -> get.queueUrl(dead).attributeNames(QueueAttributeName.QUEUE_ARN))
            .attributes()
            .get(QueueAttributeName.QUEUE_ARN);
    attributes.put(
        QueueAttributeName.REDRIVE_POLICY,
        "{\"deadLetterTargetArn\":\"%s\",\"maxReceiveCount\":\"5\"}".formatted(arn));
    url =
        sqs.createQueue(create -> create.queueName(name + suffix).attributes(attributes))
            .queueUrl();
    Map<String, String> variables = new HashMap<>(servers.variables());
    variables.put("SQS_QUEUE_URL", url);
    variables.put("SQS_DEAD_LETTER_QUEUE_URL", dead);
    variables.put("BUCKET_NAME", name);
    variables.put("HTTP_PORT", "0");
    variables.put("MANAGEMENT_PORT", "0");
    // A long poll of moto does not see a FIFO group that becomes free meanwhile.
    variables.put("CARAVAN_QUEUE_WAIT_SECONDS", "1");
    service = Launched.start(home, variables, "serve");
    await().atMost(Duration.ofSeconds(60)).until(() -> READY.matcher(log()).find());
    Matcher ready = READY.matcher(log());
    assertThat(ready.find()).isTrue();
    api = new Api(Integer.parseInt(ready.group(1)));
  }

  private String log() {
    try {
      return service.err();
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  private static String prompt() {
    return "heron " + UUID.randomUUID();
  }

  private static String body(String prompt) {
    return "{\"prompt\":\"%s\",\"model\":\"amazon.nova-lite-v1:0\"}".formatted(prompt);
  }

  private void send(String body, boolean fifo) {
    sqs.sendMessage(
        send -> {
          send.queueUrl(url).messageBody(body);
          if (fifo) {
            send.messageGroupId("herons");
          }
        });
  }

  private static String idOf(Api.Answer answer) {
    return answer.json().path("id").asText();
  }

  private List<String> ids() {
    return api.get("/generations").json().findValuesAsText("id");
  }

  private List<String> awaitIds(int count) {
    return await().atMost(Duration.ofSeconds(60)).until(this::ids, ids -> ids.size() == count);
  }

  private void awaitDone(String id) {
    await()
        .atMost(Duration.ofSeconds(60))
        .untilAsserted(
            () -> {
              JsonNode record = api.get("/generations/" + id).json();
              assertThat(record.path("status").asText()).as(record.toString()).isEqualTo("done");
            });
  }

  private long paid(String prompt) {
    return servers.laptop().bedrock().calls().stream()
        .filter(call -> call.prompt().contains(prompt))
        .map(Call::status)
        .filter(status -> status == 200)
        .count();
  }

  private int size(String queue) {
    return sqs
        .getQueueAttributes(
            get ->
                get.queueUrl(queue)
                    .attributeNames(
                        QueueAttributeName.APPROXIMATE_NUMBER_OF_MESSAGES,
                        QueueAttributeName.APPROXIMATE_NUMBER_OF_MESSAGES_NOT_VISIBLE))
        .attributes()
        .values()
        .stream()
        .mapToInt(Integer::parseInt)
        .sum();
  }
}
