package dev.caravan.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.caravan.generation.Failure;
import dev.caravan.generation.Generation;
import dev.caravan.generation.GenerationId;
import dev.caravan.generation.Prompt;
import dev.caravan.generation.PromptReader;
import dev.caravan.generation.Reason;
import dev.caravan.generation.Source;
import dev.caravan.it.RunningCaravan.Running;
import dev.caravan.store.Records;
import java.io.IOException;
import java.net.http.HttpRequest;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.stream.StreamSupport;
import software.amazon.awssdk.services.sqs.SqsClient;
import software.amazon.awssdk.services.sqs.model.Message;
import software.amazon.awssdk.services.sqs.model.MessageAttributeValue;
import software.amazon.awssdk.services.sqs.model.QueueAttributeName;

/** The running service's dead-letter queue, as an operator sees it. */
record DeadLetterBox(Running caravan) {

  private static final Duration SOON = Duration.ofSeconds(60);

  /**
   * Sends a prompt that the model's filter refuses, and waits for its dead letter; returns its id.
   */
  String blocked(String text) {
    caravan.bedrockShould("{\"action\":\"block\",\"how\":\"prompt\"}");
    String id = caravan.queues().send(text);
    awaitState(id, "failed");
    await().until(() -> caravan.queues().size() == 0);
    return id;
  }

  JsonNode redrive(String body) {
    Api.Answer answer = post(caravan.management(), "/dead-letters/redrive", body);
    assertThat(answer.status()).as(answer.text()).isEqualTo(200);
    return answer.json();
  }

  static Api.Answer post(Api api, String path, String body) {
    return api.send(
        api.request(path)
            .header("Content-Type", "application/json")
            .POST(HttpRequest.BodyPublishers.ofString(body)));
  }

  String put(String body, Map<String, MessageAttributeValue> attributes) {
    try (SqsClient sqs = caravan.aws().sqsClient()) {
      return sqs.sendMessage(
              send ->
                  send.queueUrl(caravan.aws().deadLetterQueueUrl())
                      .messageBody(body)
                      .messageAttributes(attributes))
          .messageId();
    }
  }

  /** Puts a letter there that a record confirms, as Caravan writes both. */
  String ours(String id, String reason, String body) {
    Records records =
        caravan.service().context().getRegistry().lookupByNameAndType("records", Records.class);
    GenerationId name = new GenerationId(id);
    Instant now = Instant.now();
    Failure failure = new Failure(Reason.UNEXPECTED, "A test says so.", now);
    if (records.find(id).isEmpty()) {
      Prompt prompt = new PromptReader(10_000).fromMessage(body).prompt();
      records.create(
          Generation.accepted(name, Source.QUEUE, prompt, "m-" + id, now).failed(failure));
    }
    return put(envelope(id, reason, body), Map.of());
  }

  static String envelope(String id, String reason, String body) {
    ObjectNode envelope = new ObjectMapper().createObjectNode();
    envelope.put("schema", 1).put("id", id).put("reason", reason).put("attempts", 1);
    envelope.putObject("message").put("body", body).putObject("attributes");
    return envelope.toString();
  }

  /** A prompt for a text model: drawing pictures would only keep the cores busy. */
  static String wordsOnly(String text) {
    return "{\"prompt\":\"%s\",\"model\":\"amazon.nova-lite-v1:0\"}".formatted(text);
  }

  /** The dead letters, read without taking them. */
  List<JsonNode> letters() {
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

  /** Number of letters, with or without those that a receiver holds. */
  int lying(boolean withHeld) {
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

  List<JsonNode> awaitLetters(int count) {
    return await().atMost(SOON).until(() -> letters(), found -> found.size() == count);
  }

  void awaitState(String id, String state) {
    await("generation " + id + " is " + state)
        .atMost(SOON)
        .untilAsserted(
            () ->
                assertThat(caravan.api().get("/generations/" + id).json().path("status").asText())
                    .isEqualTo(state));
  }

  static JsonNode json(String body) {
    try {
      return new ObjectMapper().readTree(body);
    } catch (IOException e) {
      return new ObjectMapper().createObjectNode().put("body", body);
    }
  }

  static List<String> ids(JsonNode letters) {
    return StreamSupport.stream(letters.spliterator(), false)
        .map(letter -> letter.path("id").asText())
        .toList();
  }

  static JsonNode find(JsonNode letters, String id) {
    return StreamSupport.stream(letters.spliterator(), false)
        .filter(letter -> letter.path("id").asText().equals(id))
        .findFirst()
        .orElseThrow();
  }
}
