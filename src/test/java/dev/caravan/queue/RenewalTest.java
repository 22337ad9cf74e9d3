package dev.caravan.queue;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.caravan.generation.Reason;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Random;
import java.util.concurrent.ConcurrentLinkedDeque;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import software.amazon.awssdk.services.sqs.SqsClient;
import software.amazon.awssdk.services.sqs.model.BatchResultErrorEntry;
import software.amazon.awssdk.services.sqs.model.ChangeMessageVisibilityBatchRequest;
import software.amazon.awssdk.services.sqs.model.ChangeMessageVisibilityBatchResponse;
import software.amazon.awssdk.services.sqs.model.DeleteMessageBatchRequest;
import software.amazon.awssdk.services.sqs.model.DeleteMessageBatchResponse;
import software.amazon.awssdk.services.sqs.model.GetQueueAttributesRequest;
import software.amazon.awssdk.services.sqs.model.GetQueueAttributesResponse;
import software.amazon.awssdk.services.sqs.model.Message;
import software.amazon.awssdk.services.sqs.model.MessageAttributeValue;
import software.amazon.awssdk.services.sqs.model.MessageSystemAttributeName;
import software.amazon.awssdk.services.sqs.model.QueueAttributeName;
import software.amazon.awssdk.services.sqs.model.ReceiveMessageRequest;
import software.amazon.awssdk.services.sqs.model.ReceiveMessageResponse;
import software.amazon.awssdk.services.sqs.model.SendMessageBatchRequest;
import software.amazon.awssdk.services.sqs.model.SendMessageBatchRequestEntry;
import software.amazon.awssdk.services.sqs.model.SendMessageBatchResponse;
import software.amazon.awssdk.services.sqs.model.SqsException;

/** What becomes of messages that are given back when SQS has nearly delivered them too often. */
class RenewalTest {

  private static final String URL = "https://sqs.eu-north-1.amazonaws.com/123456789012/prompts";

  private static final String SENT = String.valueOf(System.currentTimeMillis());

  /** Earlier than {@link #SENT}, and not so early that the message expires. */
  private static final long FIRST_SENT = Long.parseLong(SENT) - 60_000;

  private final FakeSqs sqs = new FakeSqs();
  private final QueueSettings settings = settings(URL);
  private LeasingSqsClient client;

  @AfterEach
  void close() {
    client.close();
  }

  @Test
  void a_message_with_receives_left_is_given_back() {
    sqs.arrive(message("m1", 1, Map.of()));
    start(settings);

    client.stop();

    await().untilAsserted(() -> assertThat(sqs.givenBack).containsExactly("handle-m1"));
    assertThat(sqs.sent).isEmpty();
  }

  @Test
  void a_message_with_one_receive_left_is_sent_again_and_then_deleted() {
    MessageAttributeValue blue =
        MessageAttributeValue.builder().dataType("String").stringValue("blue").build();
    sqs.arrive(message("m1", 2, Map.of("tenant", blue)));
    start(settings);

    client.stop();

    await().untilAsserted(() -> assertThat(sqs.deleted).containsExactly("handle-m1"));
    SendMessageBatchRequestEntry sent = sqs.sent.get(0);
    assertThat(sent.messageBody()).isEqualTo("renewed m1");
    assertThat(sent.messageAttributes()).containsEntry("tenant", blue);
    assertThat(sent.messageAttributes().get(FirstSent.ATTRIBUTE).stringValue()).isEqualTo(SENT);
    assertThat(sqs.givenBack).isEmpty();
    assertThat(client.counts().renewals()).isEqualTo(1);
  }

  @Test
  void the_time_of_the_first_send_outlives_every_renewal() {
    sqs.arrive(message("m1", 2, Map.of(FirstSent.ATTRIBUTE, FirstSent.attribute(FIRST_SENT))));
    start(settings);

    client.stop();

    await().until(() -> !sqs.sent.isEmpty());
    assertThat(sqs.sent.get(0).messageAttributes().get(FirstSent.ATTRIBUTE).stringValue())
        .isEqualTo(String.valueOf(FIRST_SENT));
  }

  @ParameterizedTest
  @CsvSource({
    // maxReceiveCount, receives, FIFO with a group, sent again at once
    "1, 1, false, false", "2, 1, false, false", "2, 2, false, true", "3, 2, false, false",
    "3, 3, false, true", "5, 3, false, false", "5, 4, false, true", "5, 5, false, true",
    "5, 4, true, false", "5, 5, true, true", "10, 12, false, true"
  })
  void a_message_whose_receives_are_used_up_is_sent_again_before_anybody_works_on_it(
      int most, int receives, boolean fifo, boolean renewed) {
    sqs.policy = "{\"maxReceiveCount\":%d}".formatted(most);
    Message message = message("m1", receives, Map.of());
    Map<MessageSystemAttributeName, String> attributes = new HashMap<>(message.attributes());
    if (fifo) {
      attributes.put(MessageSystemAttributeName.MESSAGE_GROUP_ID, "herons");
    }
    String url = fifo ? URL + ".fifo" : URL;
    client = client(settings(url));
    client.receiveMessage(r -> r.queueUrl(url).maxNumberOfMessages(1));
    sqs.arrive(message.toBuilder().attributes(attributes).build());

    AtomicBoolean handedOut = new AtomicBoolean();
    await()
        .until(
            () -> {
              handedOut.compareAndSet(
                  false,
                  !client
                      .receiveMessage(r -> r.queueUrl(url).maxNumberOfMessages(1))
                      .messages()
                      .isEmpty());
              return handedOut.get() || sqs.deleted.contains("handle-m1");
            });

    assertThat(handedOut.get()).isEqualTo(!renewed);
    assertThat(sqs.sent).hasSize(renewed ? 1 : 0);
    assertThat(sqs.givenBack).isEmpty();
  }

  @Test
  void a_message_is_not_deleted_before_it_was_sent_again() {
    sqs.refusedSends = 2;
    sqs.arrive(message("m1", 2, Map.of()));
    start(settings);

    client.pause();

    await().untilAsserted(() -> assertThat(sqs.deleted).containsExactly("handle-m1"));
    assertThat(sqs.sent).hasSize(1);
    assertThat(sqs.refusedSends).isZero();
  }

  @Test
  void on_a_fifo_queue_it_keeps_its_group_and_gets_a_new_deduplication_id() {
    Message message = message("m1", 2, Map.of());
    Map<MessageSystemAttributeName, String> attributes = new HashMap<>(message.attributes());
    attributes.put(MessageSystemAttributeName.MESSAGE_GROUP_ID, "herons");
    attributes.put(MessageSystemAttributeName.MESSAGE_DEDUPLICATION_ID, "old");
    sqs.arrive(message.toBuilder().attributes(attributes).build());
    start(settings(URL + ".fifo"));

    client.stop();

    await().until(() -> !sqs.sent.isEmpty());
    assertThat(sqs.sent.get(0).messageGroupId()).isEqualTo("herons");
    assertThat(sqs.sent.get(0).messageDeduplicationId()).isNotBlank().isNotEqualTo("old");
    assertThat(sqs.sent.get(0).delaySeconds()).isNull();
  }

  @Test
  void without_a_redrive_policy_no_message_is_sent_again() {
    sqs.policy = null;
    sqs.arrive(message("m1", 500, Map.of()));
    start(settings);

    client.stop();

    await().untilAsserted(() -> assertThat(sqs.givenBack).containsExactly("handle-m1"));
    assertThat(client.maxReceiveCount()).isEqualTo(Integer.MAX_VALUE);
  }

  @Test
  void without_permission_to_read_the_policy_a_low_limit_is_assumed() {
    sqs.refusesAttributes = true;
    sqs.arrive(message("m1", 2, Map.of()));
    start(settings);

    client.stop();

    await().untilAsserted(() -> assertThat(sqs.deleted).containsExactly("handle-m1"));
    assertThat(client.maxReceiveCount()).isEqualTo(ReceiveLimit.ASSUMED);
  }

  @Test
  void a_failed_message_uses_up_no_receive_however_often_it_fails() {
    sqs.arrive(message("m1", 1, Map.of()));
    client = client(settings);

    for (int failures = 0; failures < 3; failures++) {
      Message message =
          await()
              .until(
                  () -> client.receiveMessage(r -> r.queueUrl(URL).maxNumberOfMessages(1)),
                  response -> !response.messages().isEmpty())
              .messages()
              .get(0);
      assertThat(message.attributes())
          .containsEntry(
              MessageSystemAttributeName.APPROXIMATE_RECEIVE_COUNT, String.valueOf(1 + failures));
      client.tryLater(message.receiptHandle(), Duration.ofMillis(10));
    }

    assertThat(sqs.givenBack).isEmpty();
    assertThat(sqs.sent).isEmpty();
  }

  @Test
  void an_exception_that_nobody_foresaw_does_not_end_the_loops() {
    sqs.bugs = 4;
    sqs.arrive(message("m1", 1, Map.of()));
    client = client(settings);

    Message message =
        await()
            .atMost(Duration.ofSeconds(60))
            .until(
                () -> client.receiveMessage(r -> r.queueUrl(URL).maxNumberOfMessages(1)),
                response -> !response.messages().isEmpty())
            .messages()
            .get(0);
    sqs.bugs = 2;
    client.deleteMessage(d -> d.queueUrl(URL).receiptHandle(message.receiptHandle()));

    await().untilAsserted(() -> assertThat(sqs.deleted).containsExactly("handle-m1"));
    await().untilAsserted(() -> assertThat(client.trouble()).isNull());
  }

  @Test
  void the_reason_of_a_failure_decides_the_delay() {
    sqs.arrive(message("m1", 1, Map.of()));
    client = client(settings);
    Message message =
        await()
            .until(
                () -> client.receiveMessage(r -> r.queueUrl(URL).maxNumberOfMessages(1)),
                response -> !response.messages().isEmpty())
            .messages()
            .get(0);

    client.tryLater(message.receiptHandle(), Reason.THROTTLED);

    assertThat(client.working()).isZero();
    assertThat(client.parked()).isEqualTo(1);
  }

  /** Starts the client and waits until it holds the message; its lane is paused. */
  private void start(QueueSettings with) {
    Lanes paused =
        new Lanes() {
          @Override
          public String of(Message message) {
            return "denied";
          }

          @Override
          public int room(String lane) {
            return 0;
          }
        };
    client =
        new LeasingSqsClient(
            sqs,
            with,
            paused,
            message -> message.toBuilder().body("renewed " + message.messageId()).build(),
            new Random(1));
    client.receiveMessage(receive -> receive.queueUrl(with.url()).maxNumberOfMessages(1));
    await().until(() -> client.parked() == 1);
  }

  private LeasingSqsClient client(QueueSettings with) {
    return new LeasingSqsClient(
        sqs, with, Lanes.single(() -> 10), message -> message, new Random(1));
  }

  private static QueueSettings settings(String url) {
    return new QueueSettings(
        url, 2, 10, Duration.ofSeconds(30), Duration.ofSeconds(1), Duration.ofHours(1));
  }

  private static Message message(
      String id, int receives, Map<String, MessageAttributeValue> attributes) {
    return Message.builder()
        .messageId(id)
        .receiptHandle("handle-" + id)
        .body("a heron")
        .attributes(
            Map.of(
                MessageSystemAttributeName.APPROXIMATE_RECEIVE_COUNT,
                String.valueOf(receives),
                MessageSystemAttributeName.SENT_TIMESTAMP,
                SENT))
        .messageAttributes(attributes)
        .build();
  }

  /** SQS with a redrive policy of three receives, that can refuse and break. */
  private static final class FakeSqs implements SqsClient {

    private final Queue<Message> arriving = new ConcurrentLinkedDeque<>();
    private final List<SendMessageBatchRequestEntry> sent = new CopyOnWriteArrayList<>();
    private final List<String> deleted = new CopyOnWriteArrayList<>();
    private final List<String> givenBack = new CopyOnWriteArrayList<>();
    private volatile String policy = "{\"maxReceiveCount\":3}";
    private volatile boolean refusesAttributes;
    private volatile int refusedSends;
    private volatile int bugs;

    void arrive(Message message) {
      arriving.add(message);
    }

    private void mayBreak() {
      if (bugs > 0) {
        bugs--;
        throw new NoSuchMethodError("a bug that nobody foresaw");
      }
    }

    @Override
    public GetQueueAttributesResponse getQueueAttributes(GetQueueAttributesRequest request) {
      if (refusesAttributes) {
        throw SqsException.builder().statusCode(403).message("AccessDenied").build();
      }
      return GetQueueAttributesResponse.builder()
          .attributes(policy == null ? Map.of() : Map.of(QueueAttributeName.REDRIVE_POLICY, policy))
          .build();
    }

    @Override
    public ReceiveMessageResponse receiveMessage(ReceiveMessageRequest request) {
      mayBreak();
      Message next = arriving.poll();
      if (next == null) {
        try {
          Thread.sleep(50);
        } catch (InterruptedException e) {
          Thread.currentThread().interrupt();
        }
        return ReceiveMessageResponse.builder().build();
      }
      return ReceiveMessageResponse.builder().messages(next).build();
    }

    @Override
    public SendMessageBatchResponse sendMessageBatch(SendMessageBatchRequest request) {
      if (refusedSends > 0) {
        refusedSends--;
        return SendMessageBatchResponse.builder()
            .failed(
                IntStream.range(0, request.entries().size())
                    .mapToObj(
                        at ->
                            BatchResultErrorEntry.builder()
                                .id(String.valueOf(at))
                                .code("InternalError")
                                .senderFault(false)
                                .build())
                    .toList())
            .build();
      }
      sent.addAll(request.entries());
      return SendMessageBatchResponse.builder().build();
    }

    @Override
    public DeleteMessageBatchResponse deleteMessageBatch(DeleteMessageBatchRequest request) {
      mayBreak();
      request.entries().forEach(entry -> deleted.add(entry.receiptHandle()));
      return DeleteMessageBatchResponse.builder().build();
    }

    @Override
    public ChangeMessageVisibilityBatchResponse changeMessageVisibilityBatch(
        ChangeMessageVisibilityBatchRequest request) {
      request.entries().forEach(entry -> givenBack.add(entry.receiptHandle()));
      return ChangeMessageVisibilityBatchResponse.builder().build();
    }

    @Override
    public String serviceName() {
      return SERVICE_NAME;
    }

    @Override
    public void close() {}
  }
}
