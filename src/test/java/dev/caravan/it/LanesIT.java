package dev.caravan.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.caravan.it.RunningCaravan.Running;
import dev.caravan.queue.Lanes;
import dev.caravan.queue.LeasingSqsClient;
import dev.caravan.queue.QueueSettings;
import dev.caravan.queue.SqsClients;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import software.amazon.awssdk.services.sqs.SqsClient;
import software.amazon.awssdk.services.sqs.model.Message;
import software.amazon.awssdk.services.sqs.model.SendMessageBatchRequestEntry;

/**
 * Three models on one queue: one is denied, one is throttled, and one is healthy. For ten minutes:
 * {@code -Dcaravan.it.lanes=60000}.
 */
@ExtendWith(RunningCaravan.class)
class LanesIT {

  private static final int WORKERS = 20;
  private static final Duration WORK = Duration.ofMillis(100);

  /** Messages of the healthy model. */
  private static final int EACH = Integer.getInteger("caravan.it.lanes", 1_200);

  /**
   * Messages of each model that are sent at once: more than one process parks, so that some of the
   * denied messages go back to SQS, and no more than the laptop's SQS can hold at full speed.
   */
  private static final int BACKLOG = Math.min(EACH, 6_000);

  /** Alone, the model's speed shows after two minutes. */
  private static final int ALONE = Math.min(EACH, 12_000);

  /** In a few seconds, the machine's other work weighs more than in ten minutes. */
  private static final double LEAST = EACH > 1_200 ? 0.95 : 0.9;

  private SqsClient sqs;
  private String url;

  @BeforeEach
  void queue(Running caravan) {
    sqs = caravan.aws().sqsClient();
    url = newQueue();
  }

  @AfterEach
  void delete() {
    sqs.deleteQueue(delete -> delete.queueUrl(url));
  }

  @Test
  @Tag("slow")
  void a_denied_and_a_throttled_model_do_not_slow_down_a_healthy_one() throws Exception {
    double alone = healthyPerSecond(ALONE, List.of("healthy"));
    sqs.deleteQueue(delete -> delete.queueUrl(url));
    url = newQueue();

    double together = healthyPerSecond(EACH, List.of("denied", "throttled", "healthy"));

    System.out.printf(
        "LanesIT: healthy model alone %.0f/s, with a denied and a throttled one %.0f/s (%.2f)%n",
        alone, together, together / alone);
    assertThat(together / alone).isGreaterThanOrEqualTo(LEAST);
  }

  private double healthyPerSecond(int messages, List<String> models) throws InterruptedException {
    for (int n = 0; n < Math.min(messages, BACKLOG); n += 10) {
      models.forEach(model -> send(model, 10));
    }
    AtomicInteger done = new AtomicInteger();
    AtomicInteger denied = new AtomicInteger();
    LeasingSqsClient client =
        new LeasingSqsClient(
            SqsClients.client(),
            new QueueSettings(
                url,
                WORKERS,
                10,
                Duration.ofSeconds(60),
                Duration.ofSeconds(1),
                Duration.ofHours(1)),
            new ByBody(),
            message -> message,
            new Random(1));
    List<Thread> workers = new ArrayList<>();
    long from = System.nanoTime();
    for (int n = 0; n < WORKERS; n++) {
      Thread worker = new Thread(() -> work(client, done, denied));
      worker.start();
      workers.add(worker);
    }
    for (int sent = BACKLOG; sent < messages; sent += 100) {
      int next = sent;
      await().atMost(Duration.ofMinutes(2)).until(() -> done.get() > next - BACKLOG);
      send("healthy", 100);
    }
    // SQS may deliver a message twice.
    await().atMost(Duration.ofMinutes(4)).until(() -> done.get() >= messages);
    double seconds = (System.nanoTime() - from) / 1e9;
    workers.forEach(Thread::interrupt);
    for (Thread worker : workers) {
      worker.join();
    }
    client.close();
    assertThat(denied).as("a paused lane hands out nothing").hasValue(0);
    return messages / seconds;
  }

  private void work(LeasingSqsClient client, AtomicInteger done, AtomicInteger denied) {
    try {
      while (!Thread.currentThread().isInterrupted()) {
        for (Message message :
            client
                .receiveMessage(receive -> receive.queueUrl(url).maxNumberOfMessages(1))
                .messages()) {
          Thread.sleep(WORK.toMillis());
          if (message.body().equals("throttled")) {
            client.tryLater(message.receiptHandle(), Duration.ofSeconds(2));
            continue;
          }
          denied.addAndGet(message.body().equals("denied") ? 1 : 0);
          client.deleteMessage(
              delete -> delete.queueUrl(url).receiptHandle(message.receiptHandle()));
          done.incrementAndGet();
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void send(String model, int count) {
    for (int n = 0; n < count; n += 10) {
      List<SendMessageBatchRequestEntry> ten =
          IntStream.range(0, 10)
              .mapToObj(
                  at ->
                      SendMessageBatchRequestEntry.builder()
                          .id(String.valueOf(at))
                          .messageBody(model)
                          .build())
              .toList();
      sqs.sendMessageBatch(batch -> batch.queueUrl(url).entries(ten));
    }
  }

  private String newQueue() {
    return sqs.createQueue(create -> create.queueName("lanes-" + UUID.randomUUID())).queueUrl();
  }

  /** The body names the model. */
  private static final class ByBody implements Lanes {

    private static final Map<String, Integer> ROOMS =
        Map.of("denied", 0, "throttled", 1, "healthy", 10);

    @Override
    public String of(Message message) {
      return message.body();
    }

    @Override
    public int room(String lane) {
      return ROOMS.get(lane);
    }
  }
}
