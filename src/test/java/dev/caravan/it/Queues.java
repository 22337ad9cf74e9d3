package dev.caravan.it;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.caravan.local.LocalAws;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import software.amazon.awssdk.services.sqs.SqsClient;
import software.amazon.awssdk.services.sqs.model.Message;
import software.amazon.awssdk.services.sqs.model.MessageAttributeValue;
import software.amazon.awssdk.services.sqs.model.QueueAttributeName;

/** The queue as a sender sees it, and the dead letters as an operator sees them. */
public final class Queues implements AutoCloseable {

  private final SqsClient sqs;
  private final LocalAws aws;

  public Queues(LocalAws aws) {
    this.aws = aws;
    this.sqs = aws.sqsClient();
  }

  /** Sends a message and returns its MessageId. */
  public String send(String body) {
    return send(body, Map.of());
  }

  public String send(String body, Map<String, MessageAttributeValue> attributes) {
    return sqs.sendMessage(
            send -> send.queueUrl(aws.queueUrl()).messageBody(body).messageAttributes(attributes))
        .messageId();
  }

  /** Number of messages on the queue, waiting or in progress. */
  public int size() {
    Map<QueueAttributeName, String> counts =
        sqs.getQueueAttributes(
                get ->
                    get.queueUrl(aws.queueUrl())
                        .attributeNames(
                            QueueAttributeName.APPROXIMATE_NUMBER_OF_MESSAGES,
                            QueueAttributeName.APPROXIMATE_NUMBER_OF_MESSAGES_NOT_VISIBLE))
            .attributes();
    return counts.values().stream().mapToInt(Integer::parseInt).sum();
  }

  /** Takes all messages that are in the dead-letter queue now. */
  public List<JsonNode> deadLetters() {
    return takeDeadLetters().stream().map(Queues::json).toList();
  }

  void emptyDeadLetters() {
    while (!takeDeadLetters().isEmpty()) {}
  }

  private List<Message> takeDeadLetters() {
    List<Message> taken =
        sqs.receiveMessage(
                receive -> receive.queueUrl(aws.deadLetterQueueUrl()).maxNumberOfMessages(10))
            .messages();
    taken.forEach(
        message ->
            sqs.deleteMessage(
                delete ->
                    delete
                        .queueUrl(aws.deadLetterQueueUrl())
                        .receiptHandle(message.receiptHandle())));
    return taken;
  }

  private static JsonNode json(Message message) {
    try {
      return new ObjectMapper().readTree(message.body());
    } catch (IOException e) {
      throw new AssertionError("no envelope: " + message.body(), e);
    }
  }

  public void purge() {
    sqs.purgeQueue(purge -> purge.queueUrl(aws.queueUrl()));
  }

  @Override
  public void close() {
    sqs.close();
  }
}
