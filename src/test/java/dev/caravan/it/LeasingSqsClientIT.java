package dev.caravan.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.caravan.generation.Reason;
import dev.caravan.it.RunningCaravan.Running;
import dev.caravan.queue.Lanes;
import dev.caravan.queue.LeasingSqsClient;
import dev.caravan.queue.QueueSettings;
import dev.caravan.queue.SqsClients;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import software.amazon.awssdk.services.sqs.SqsClient;
import software.amazon.awssdk.services.sqs.model.Message;
import software.amazon.awssdk.services.sqs.model.MessageSystemAttributeName;
import software.amazon.awssdk.services.sqs.model.QueueAttributeName;
import software.amazon.awssdk.services.sqs.model.SendMessageRequest;

/** The queue client by itself, on queues of its own. */
@ExtendWith(RunningCaravan.class)
class LeasingSqsClientIT {

  private static final Duration VISIBILITY = Duration.ofSeconds(2);

  private SqsClient sqs;
  private String url;
  private LeasingSqsClient client;

  @BeforeEach
  void queue(Running caravan) {
    sqs = caravan.aws().sqsClient();
    url = sqs.createQueue(create -> create.queueName("leases-" + UUID.randomUUID())).queueUrl();
  }

  @AfterEach
  void stop() {
    if (client != null) {
      client.close();
    }
    sqs.deleteQueue(delete -> delete.queueUrl(url));
  }

  @Test
  void it_hands_out_no_more_than_there_are_workers_and_holds_no_more_than_there_are_places() {
    send(50);
    client = client(10, 10);

    List<Message> first = receiveSome();

    assertThat(first).hasSize(10);
    await().untilAsserted(() -> assertThat(client.ready()).isEqualTo(10));
    assertThat(receive()).isEmpty();
    assertThat(notVisible()).isEqualTo(20);
  }

  @Test
  void a_place_is_free_again_however_the_exchange_ended() {
    send(6);
    client = client(2, 0);
    List<Message> first = receiveSome();

    client.deleteMessage(
        delete -> delete.queueUrl(url).receiptHandle(first.get(0).receiptHandle()));
    List<Message> second = receiveSome();
    client.tryLater(second.get(0).receiptHandle(), Reason.UNEXPECTED);

    assertThat(receiveSome()).isNotEmpty();
  }

  @Test
  void every_message_is_extended_from_its_receive_on_whether_started_or_not() {
    send(4);
    client = client(2, 10);
    List<Message> started = receiveSome();
    assertThat(started).hasSize(2);

    // Three times as long as SQS would hide them by itself.
    await()
        .during(VISIBILITY.multipliedBy(3))
        .atMost(VISIBILITY.multipliedBy(5))
        .untilAsserted(() -> assertThat(notVisible()).isEqualTo(4));
    assertThat(client.counts().leasesLost()).isZero();
  }

  @Test
  void a_lease_older_than_the_cap_is_let_go() {
    send(1);
    client =
        new LeasingSqsClient(
            client(), new QueueSettings(url, 1, 0, VISIBILITY, wait1s(), Duration.ofSeconds(3)));
    receiveSome();

    await().untilAsserted(() -> assertThat(client.counts().leasesLetGo()).isEqualTo(1));
    await().untilAsserted(() -> assertThat(receiveSome()).hasSize(1));
  }

  @Test
  void deletes_go_in_batches_and_leave_nothing_behind() {
    send(30);
    client = client(10, 10);
    List<String> handled = new ArrayList<>();
    while (handled.size() < 30) {
      for (Message message : receiveSome()) {
        handled.add(message.messageId());
        client.deleteMessage(delete -> delete.queueUrl(url).receiptHandle(message.receiptHandle()));
      }
    }

    await().untilAsserted(() -> assertThat(visible() + notVisible()).isZero());
    assertThat(handled).doesNotHaveDuplicates();
  }

  @Test
  void a_message_that_failed_comes_again_after_its_delay() {
    send(1);
    client = client(1, 0);
    Message first = receiveSome().get(0);

    client.tryLater(first.receiptHandle(), Reason.THROTTLED);

    await()
        .untilAsserted(
            () -> {
              List<Message> again = receive();
              assertThat(again).hasSize(1);
              assertThat(again.get(0).messageId()).isEqualTo(first.messageId());
            });
  }

  @Test
  void at_a_stop_what_nobody_started_is_visible_again_at_once() {
    send(20);
    client = client(10, 10);
    List<Message> working = receiveSome();
    await().untilAsserted(() -> assertThat(client.ready()).isEqualTo(10));

    client.stop();

    await().atMost(Duration.ofSeconds(1)).untilAsserted(() -> assertThat(visible()).isEqualTo(10));
    assertThat(receive()).isEmpty();
    working.forEach(
        message ->
            client.deleteMessage(
                delete -> delete.queueUrl(url).receiptHandle(message.receiptHandle())));
    client.flush(Duration.ofSeconds(3));
    assertThat(notVisible()).isZero();
    assertThat(visible()).isEqualTo(10);
  }

  @Test
  void a_pause_gives_back_what_waits_and_a_resume_goes_on() {
    send(8);
    client = client(2, 10);
    assertThat(receiveSome()).hasSize(2);
    await().untilAsserted(() -> assertThat(client.ready()).isEqualTo(6));

    client.pause();

    await().untilAsserted(() -> assertThat(visible()).isEqualTo(6));
    client.resume();
    await().untilAsserted(() -> assertThat(client.ready()).isEqualTo(6));
  }

  @Test
  void what_it_sends_to_a_fifo_queue_is_taken() {
    useFifoQueue();
    client = client(1, 0);

    client.sendMessage(SendMessageRequest.builder().queueUrl(url).messageBody("a letter").build());

    assertThat(receiveSome()).extracting(Message::body).containsExactly("a letter");
  }

  @Test
  void in_a_fifo_group_order_is_kept_and_a_failure_holds_back_its_group_only() {
    useFifoQueue();
    for (int n = 0; n < 4; n++) {
      String body = "a" + n;
      sqs.sendMessage(send -> send.queueUrl(url).messageBody(body).messageGroupId("a"));
    }
    sqs.sendMessage(send -> send.queueUrl(url).messageBody("b0").messageGroupId("b"));
    client = client(10, 10);

    Set<String> out = new TreeSet<>();
    await()
        .until(
            () -> {
              receive().forEach(message -> out.add(message.body() + " " + message.receiptHandle()));
              return out.size() == 2;
            });
    assertThat(out).anyMatch(one -> one.startsWith("a0")).anyMatch(one -> one.startsWith("b0"));

    // a0 fails; a1 to a3 must not overtake it, b goes on.
    String a0 = out.stream().filter(one -> one.startsWith("a0")).findFirst().get().split(" ")[1];
    client.tryLater(a0, Reason.THROTTLED);

    // On a busy machine an extension can come too late, and SQS delivers a message again.
    Set<String> order = new LinkedHashSet<>();
    await()
        .atMost(Duration.ofSeconds(60))
        .until(
            () -> {
              for (Message message : receive()) {
                order.add(message.body());
                client.deleteMessage(
                    delete -> delete.queueUrl(url).receiptHandle(message.receiptHandle()));
              }
              order.remove("b0");
              return order.size() == 4;
            });
    assertThat(order).containsExactly("a0", "a1", "a2", "a3");
  }

  @Test
  void a_message_that_is_given_back_again_and_again_never_runs_out_of_receives() {
    String letters = limitReceives(Map.of());
    sqs.sendMessage(send -> send.queueUrl(url).messageBody("a heron"));

    holdAndGiveBack(8);

    assertThat(client.counts().renewals()).isGreaterThanOrEqualTo(3);
    assertThat(receiveSome()).extracting(Message::body).containsExactly("a heron");
    assertThat(sizeOf(letters)).isZero();
    sqs.deleteQueue(delete -> delete.queueUrl(letters));
  }

  @Test
  void on_a_fifo_queue_a_message_never_runs_out_of_receives_either() {
    String letters =
        limitReceives(
            Map.of(
                QueueAttributeName.FIFO_QUEUE, "true",
                QueueAttributeName.CONTENT_BASED_DEDUPLICATION, "true"));
    sqs.sendMessage(send -> send.queueUrl(url).messageBody("a heron").messageGroupId("herons"));

    holdAndGiveBack(8);

    List<Message> last = receiveSome();
    assertThat(last).extracting(Message::body).containsExactly("a heron");
    assertThat(last.get(0).attributes())
        .containsEntry(MessageSystemAttributeName.MESSAGE_GROUP_ID, "herons");
    assertThat(sizeOf(letters)).isZero();
    sqs.deleteQueue(delete -> delete.queueUrl(letters));
  }

  /** Lets the client receive and give back this many times; its lane has no room meanwhile. */
  private void holdAndGiveBack(int times) {
    AtomicInteger room = new AtomicInteger();
    Lanes lanes =
        new Lanes() {
          @Override
          public String of(Message message) {
            return "a lane";
          }

          @Override
          public int room(String lane) {
            return room.get();
          }
        };
    client =
        new LeasingSqsClient(
            client(),
            new QueueSettings(url, 2, 10, VISIBILITY, wait1s(), Duration.ofMinutes(1)),
            lanes,
            message -> message,
            new Random(1));
    for (int n = 0; n < times; n++) {
      receive();
      await().until(() -> client.parked() == 1);
      client.pause();
      await().until(() -> client.parked() == 0);
      client.resume();
    }
    room.set(1);
  }

  /** Replaces the queue with one that moves messages after three receives. */
  private String limitReceives(Map<QueueAttributeName, String> attributes) {
    sqs.deleteQueue(delete -> delete.queueUrl(url));
    String name = "leases-" + UUID.randomUUID();
    String suffix = attributes.isEmpty() ? "" : ".fifo";
    String letters =
        sqs.createQueue(
                create -> create.queueName(name + "-letters" + suffix).attributes(attributes))
            .queueUrl();
    String arn =
        sqs.getQueueAttributes(
                get -> get.queueUrl(letters).attributeNames(QueueAttributeName.QUEUE_ARN))
            .attributes()
            .get(QueueAttributeName.QUEUE_ARN);
    Map<QueueAttributeName, String> limited = new HashMap<>(attributes);
    limited.put(
        QueueAttributeName.REDRIVE_POLICY,
        "{\"deadLetterTargetArn\":\"%s\",\"maxReceiveCount\":3}".formatted(arn));
    url = sqs.createQueue(create -> create.queueName(name + suffix).attributes(limited)).queueUrl();
    return letters;
  }

  private int sizeOf(String queue) {
    return Integer.parseInt(
        sqs.getQueueAttributes(
                get ->
                    get.queueUrl(queue)
                        .attributeNames(QueueAttributeName.APPROXIMATE_NUMBER_OF_MESSAGES))
            .attributes()
            .get(QueueAttributeName.APPROXIMATE_NUMBER_OF_MESSAGES));
  }

  private void useFifoQueue() {
    sqs.deleteQueue(delete -> delete.queueUrl(url));
    url =
        sqs.createQueue(
                create ->
                    create
                        .queueName("leases-" + UUID.randomUUID() + ".fifo")
                        .attributes(
                            Map.of(
                                QueueAttributeName.FIFO_QUEUE, "true",
                                QueueAttributeName.CONTENT_BASED_DEDUPLICATION, "true")))
            .queueUrl();
  }

  private LeasingSqsClient client(int consumers, int prefetch) {
    return new LeasingSqsClient(
        client(),
        new QueueSettings(url, consumers, prefetch, VISIBILITY, wait1s(), Duration.ofMinutes(1)),
        Lanes.single(() -> Integer.MAX_VALUE),
        message -> message,
        new Random(1));
  }

  private SqsClient client() {
    return SqsClients.client();
  }

  private static Duration wait1s() {
    return Duration.ofSeconds(1);
  }

  private void send(int messages) {
    for (int n = 0; n < messages; n++) {
      String body = "message " + n;
      sqs.sendMessage(send -> send.queueUrl(url).messageBody(body));
    }
  }

  private List<Message> receive() {
    return client
        .receiveMessage(receive -> receive.queueUrl(url).maxNumberOfMessages(10))
        .messages();
  }

  private List<Message> receiveSome() {
    return await().until(this::receive, messages -> !messages.isEmpty());
  }

  private int visible() {
    return count(QueueAttributeName.APPROXIMATE_NUMBER_OF_MESSAGES);
  }

  private int notVisible() {
    return count(QueueAttributeName.APPROXIMATE_NUMBER_OF_MESSAGES_NOT_VISIBLE);
  }

  private int count(QueueAttributeName name) {
    return Integer.parseInt(
        sqs.getQueueAttributes(get -> get.queueUrl(url).attributeNames(name))
            .attributes()
            .get(name));
  }
}
