package dev.caravan.local.test.run;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.TextNode;
import dev.caravan.local.test.format.Call;
import dev.caravan.local.test.match.Located;
import dev.caravan.local.test.match.Variables;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import software.amazon.awssdk.services.sqs.SqsClient;
import software.amazon.awssdk.services.sqs.model.Message;
import software.amazon.awssdk.services.sqs.model.MessageAttributeValue;
import software.amazon.awssdk.services.sqs.model.QueueAttributeName;

/** A stage's queue and its dead-letter queue. */
final class Queue implements AutoCloseable {

  private final SqsClient sqs;
  private final String url;
  private final String deadLetterUrl;

  Queue(SqsClient sqs, String url, String deadLetterUrl) {
    this.sqs = sqs;
    this.url = url;
    this.deadLetterUrl = deadLetterUrl;
  }

  /** Sends a message and returns its MessageId. */
  String send(Call.Message message, Variables variables) {
    Map<String, MessageAttributeValue> attributes =
        message.attributes().entrySet().stream()
            .collect(
                Collectors.toMap(
                    Map.Entry::getKey, entry -> attribute(variables.fill(entry.getValue()))));
    return sqs.sendMessage(
            send ->
                send.queueUrl(url)
                    .messageBody(Bodies.text(variables.fill(message.body())))
                    .messageAttributes(attributes))
        .messageId();
  }

  private static MessageAttributeValue attribute(Located value) {
    return MessageAttributeValue.builder()
        .dataType(value.json().isNumber() ? "Number" : "String")
        .stringValue(value.text())
        .build();
  }

  void sendDeadLetter(String body) {
    sqs.sendMessage(send -> send.queueUrl(deadLetterUrl).messageBody(body));
  }

  /** The number of messages on the queue: visible, delayed or in progress. */
  int size() {
    return sqs
        .getQueueAttributes(
            get ->
                get.queueUrl(url)
                    .attributeNames(
                        QueueAttributeName.APPROXIMATE_NUMBER_OF_MESSAGES,
                        QueueAttributeName.APPROXIMATE_NUMBER_OF_MESSAGES_NOT_VISIBLE,
                        QueueAttributeName.APPROXIMATE_NUMBER_OF_MESSAGES_DELAYED))
        .attributes()
        .values()
        .stream()
        .mapToInt(Integer::parseInt)
        .sum();
  }

  /** The dead letters, which stay on their queue: each as JSON if it is JSON, otherwise as text. */
  List<JsonNode> deadLetters() {
    return sqs
        .receiveMessage(
            receive ->
                receive
                    .queueUrl(deadLetterUrl)
                    .maxNumberOfMessages(10)
                    .waitTimeSeconds(0)
                    .visibilityTimeout(0))
        .messages()
        .stream()
        .map(Queue::letter)
        .toList();
  }

  private static JsonNode letter(Message message) {
    try {
      JsonNode json = Trees.JSON.readTree(message.body());
      return json.isObject() ? json : TextNode.valueOf(message.body());
    } catch (JsonProcessingException e) {
      return TextNode.valueOf(message.body());
    }
  }

  void clear() {
    sqs.purgeQueue(purge -> purge.queueUrl(url));
  }

  void clearDeadLetters() {
    sqs.purgeQueue(purge -> purge.queueUrl(deadLetterUrl));
  }

  @Override
  public void close() {
    sqs.close();
  }
}
