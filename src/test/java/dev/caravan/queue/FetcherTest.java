package dev.caravan.queue;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.services.sqs.SqsClient;
import software.amazon.awssdk.services.sqs.model.ReceiveMessageRequest;
import software.amazon.awssdk.services.sqs.model.ReceiveMessageResponse;

class FetcherTest {

  /** The reported trouble at each receive. */
  private final List<String> told = new CopyOnWriteArrayList<>();

  private Fetcher fetcher;

  @AfterEach
  void stop() {
    fetcher.stop();
  }

  @Test
  void a_receive_that_fails_once_or_twice_is_no_trouble_yet() {
    QueueSettings settings =
        new QueueSettings(
            "https://sqs.eu-north-1.amazonaws.com/123456789012/prompts",
            1,
            1,
            Duration.ofSeconds(60),
            Duration.ofSeconds(1),
            Duration.ofHours(1));
    Leases leases = new Leases(settings, Lanes.single(() -> 1));
    SqsClient sqs = new Unreachable();
    fetcher =
        new Fetcher(
            sqs,
            settings,
            leases,
            new QueueCounts(),
            new ReceiveLimit(sqs, settings.url()),
            refused -> {});

    new Thread(fetcher, "fetcher").start();

    await().until(() -> fetcher.trouble() != null);
    assertThat(told).hasSize(3).allMatch(String::isEmpty);
    assertThat(fetcher.trouble()).contains("no route to SQS");
  }

  private final class Unreachable implements SqsClient {

    @Override
    public ReceiveMessageResponse receiveMessage(ReceiveMessageRequest request) {
      told.add(fetcher.trouble() == null ? "" : fetcher.trouble());
      throw SdkClientException.create("no route to SQS");
    }

    @Override
    public String serviceName() {
      return SERVICE_NAME;
    }

    @Override
    public void close() {}
  }
}
