package dev.caravan.it.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import software.amazon.awssdk.services.sqs.SqsClient;
import software.amazon.awssdk.services.sqs.model.DeleteMessageBatchRequestEntry;
import software.amazon.awssdk.services.sqs.model.Message;
import software.amazon.awssdk.services.sqs.model.MessageAttributeValue;
import software.amazon.awssdk.services.sqs.model.MessageSystemAttributeName;
import software.amazon.awssdk.services.sqs.model.QueueAttributeName;

/** What Caravan needs from SQS, and what AWS documents. */
@Tag("slow")
@ExtendWith(Servers.class)
class SqsContractIT {

  private final SqsClient sqs;
  private final String name;

  SqsContractIT(Servers.Running servers) {
    sqs = servers.sqs();
    name = servers.name();
  }

  @AfterEach
  void close() {
    sqs.close();
  }

  @Test
  void a_message_comes_with_its_attributes_times_and_receives() {
    String url = queue(Map.of());
    sqs.sendMessage(
        send ->
            send.queueUrl(url)
                .messageBody("a heron")
                .messageAttributes(
                    Map.of(
                        "sender",
                        MessageAttributeValue.builder()
                            .dataType("String")
                            .stringValue("studio")
                            .build())));

    Message message = receive(url, 30).get(0);

    assertThat(message.body()).isEqualTo("a heron");
    assertThat(message.messageAttributes().get("sender").stringValue()).isEqualTo("studio");
    assertThat(message.attributes())
        .containsEntry(MessageSystemAttributeName.APPROXIMATE_RECEIVE_COUNT, "1")
        .containsKey(MessageSystemAttributeName.SENT_TIMESTAMP);
  }

  @Test
  void a_message_is_hidden_while_it_is_received_and_until_it_is_given_back() {
    String url = queue(Map.of());
    send(url, "a heron");
    Message first = receive(url, 30).get(0);
    assertThat(receive(url, 30)).isEmpty();

    sqs.changeMessageVisibility(
        change -> change.queueUrl(url).receiptHandle(first.receiptHandle()).visibilityTimeout(0));

    Message again = awaitOne(url);
    assertThat(again.messageId()).isEqualTo(first.messageId());
    assertThat(again.attributes())
        .containsEntry(MessageSystemAttributeName.APPROXIMATE_RECEIVE_COUNT, "2");
  }

  @Test
  void an_extended_message_stays_hidden_and_a_forgotten_one_comes_back() {
    String url = queue(Map.of());
    send(url, "forgotten");
    Message first = receive(url, 2).get(0);

    sqs.changeMessageVisibility(
        change -> change.queueUrl(url).receiptHandle(first.receiptHandle()).visibilityTimeout(4));

    long extended = System.nanoTime();
    assertThat(awaitOne(url).messageId()).isEqualTo(first.messageId());
    assertThat(Duration.ofNanos(System.nanoTime() - extended)).isGreaterThan(Duration.ofSeconds(3));
  }

  @Test
  void a_batch_delete_says_for_each_message_whether_it_is_gone() {
    String url = queue(Map.of());
    send(url, "one");
    send(url, "two");
    List<Message> messages = receiveAll(url, 2);

    List<DeleteMessageBatchRequestEntry> entries = new ArrayList<>();
    for (int at = 0; at < messages.size(); at++) {
      entries.add(
          DeleteMessageBatchRequestEntry.builder()
              .id("n" + at)
              .receiptHandle(messages.get(at).receiptHandle())
              .build());
    }
    assertThat(sqs.deleteMessageBatch(delete -> delete.queueUrl(url).entries(entries)).successful())
        .hasSize(2);
    await().untilAsserted(() -> assertThat(size(url)).isZero());
  }

  @Test
  void a_message_that_is_received_too_often_is_moved_to_the_dead_letters() {
    String dead = queue(Map.of());
    String arn = attribute(dead, QueueAttributeName.QUEUE_ARN);
    String policy = "{\"deadLetterTargetArn\":\"%s\",\"maxReceiveCount\":\"2\"}".formatted(arn);
    String url = queue("-source", Map.of(QueueAttributeName.REDRIVE_POLICY, policy));
    assertThat(attribute(url, QueueAttributeName.REDRIVE_POLICY))
        .contains("\"maxReceiveCount\"")
        .contains("2");
    send(url, "poison");

    for (int receives = 0; receives < 2; receives++) {
      Message message = awaitOne(url);
      sqs.changeMessageVisibility(
          change ->
              change.queueUrl(url).receiptHandle(message.receiptHandle()).visibilityTimeout(0));
    }

    await()
        .atMost(Duration.ofSeconds(60))
        .untilAsserted(
            () -> {
              assertThat(receive(url, 30)).isEmpty();
              assertThat(receive(dead, 30)).extracting(Message::body).contains("poison");
            });
  }

  @Test
  void a_fifo_group_is_blocked_while_its_first_message_is_in_progress() {
    String url = queue(".fifo", Map.of(QueueAttributeName.FIFO_QUEUE, "true"));
    for (String body : List.of("a1", "a2", "b1")) {
      sqs.sendMessage(
          send ->
              send.queueUrl(url)
                  .messageBody(body)
                  .messageGroupId(body.substring(0, 1))
                  .messageDeduplicationId(body));
    }
    Message first =
        sqs.receiveMessage(
                receive -> receive.queueUrl(url).maxNumberOfMessages(1).visibilityTimeout(30))
            .messages()
            .get(0);

    assertThat(first.body()).isEqualTo("a1");
    assertThat(receive(url, 30)).extracting(Message::body).containsExactly("b1");
    sqs.deleteMessage(delete -> delete.queueUrl(url).receiptHandle(first.receiptHandle()));
    assertThat(awaitOne(url).body()).isEqualTo("a2");
  }

  @Test
  void a_fifo_queue_takes_a_deduplication_id_once() {
    String url = queue(".fifo", Map.of(QueueAttributeName.FIFO_QUEUE, "true"));
    for (String group : List.of("a", "b")) {
      sqs.sendMessage(
          send ->
              send.queueUrl(url)
                  .messageBody("a heron")
                  .messageGroupId(group)
                  .messageDeduplicationId("same"));
    }

    assertThat(size(url)).isEqualTo(1);
  }

  @Test
  void a_long_poll_ends_when_a_message_arrives() throws Exception {
    String url = queue(Map.of());
    Thread sender =
        new Thread(
            () -> {
              try {
                Thread.sleep(1000);
              } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
              }
              send(url, "late");
            });
    sender.start();

    long asked = System.nanoTime();
    List<Message> messages =
        sqs.receiveMessage(receive -> receive.queueUrl(url).waitTimeSeconds(10)).messages();

    assertThat(messages).extracting(Message::body).containsExactly("late");
    assertThat(Duration.ofNanos(System.nanoTime() - asked)).isLessThan(Duration.ofSeconds(8));
    sender.join();
  }

  private String queue(Map<QueueAttributeName, String> attributes) {
    return queue("", attributes);
  }

  private String queue(String suffix, Map<QueueAttributeName, String> attributes) {
    Map<QueueAttributeName, String> all = new HashMap<>(attributes);
    return sqs.createQueue(create -> create.queueName(name + suffix).attributes(all)).queueUrl();
  }

  private void send(String url, String body) {
    sqs.sendMessage(send -> send.queueUrl(url).messageBody(body));
  }

  private List<Message> receive(String url, int visibility) {
    return sqs.receiveMessage(
            receive ->
                receive
                    .queueUrl(url)
                    .maxNumberOfMessages(10)
                    .visibilityTimeout(visibility)
                    .messageAttributeNames("All")
                    .messageSystemAttributeNames(MessageSystemAttributeName.ALL))
        .messages();
  }

  private Message awaitOne(String url) {
    return await()
        .atMost(Duration.ofSeconds(60))
        .until(() -> receive(url, 30), messages -> !messages.isEmpty())
        .get(0);
  }

  /** A receive may return fewer messages than there are. */
  private List<Message> receiveAll(String url, int count) {
    List<Message> all = new ArrayList<>();
    await()
        .until(
            () -> {
              all.addAll(receive(url, 30));
              return all.size() == count;
            });
    return all;
  }

  private int size(String url) {
    return Integer.parseInt(attribute(url, QueueAttributeName.APPROXIMATE_NUMBER_OF_MESSAGES))
        + Integer.parseInt(
            attribute(url, QueueAttributeName.APPROXIMATE_NUMBER_OF_MESSAGES_NOT_VISIBLE));
  }

  private String attribute(String url, QueueAttributeName attribute) {
    return sqs.getQueueAttributes(get -> get.queueUrl(url).attributeNames(attribute))
        .attributes()
        .get(attribute);
  }
}
