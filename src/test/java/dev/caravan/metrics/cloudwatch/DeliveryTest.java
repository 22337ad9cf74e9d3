package dev.caravan.metrics.cloudwatch;

import static org.assertj.core.api.Assertions.assertThat;

import dev.caravan.metrics.cloudwatch.LocalCloudWatch.Arrived;
import dev.caravan.metrics.cloudwatch.LocalCloudWatch.Trouble;
import io.micrometer.core.instrument.MockClock;
import io.micrometer.core.instrument.Timer;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import software.amazon.awssdk.services.cloudwatch.CloudWatchClient;

/** The data that reach a local HTTP server, which refuses the same requests as CloudWatch. */
class DeliveryTest {

  private static final Duration LONG = Duration.ofSeconds(20);

  private final MockClock clock = new MockClock();
  private final Outbox outbox = new Outbox();
  private final CloudWatchRegistry registry = new CloudWatchRegistry(outbox, clock);
  private LocalCloudWatch cloudWatch;
  private CloudWatchClient client;
  private Delivery delivery;

  @BeforeEach
  void start() throws IOException {
    clock.add(Duration.ofDays(20_000));
    registry.endMinute();
    cloudWatch = LocalCloudWatch.start(() -> Instant.ofEpochMilli(clock.wallTime()));
    client = cloudWatch.client();
    delivery = new Delivery(client, "Caravan", outbox);
  }

  @AfterEach
  void stop() {
    client.close();
    cloudWatch.close();
  }

  @Test
  void a_minute_arrives_as_it_was_measured() {
    registry.config().commonTags("environment", "test");
    registry.timer("wait", "outcome", "ok").record(Duration.ofMillis(250));
    registry.counter("retries").increment(3);
    endMinute();

    delivery.send(LONG);

    assertThat(cloudWatch.complaints()).isEmpty();
    StoredDatum wait = cloudWatch.stored("wait").get(0);
    assertThat(wait.dimensions())
        .isEqualTo(java.util.Map.of("environment", "test", "outcome", "ok"));
    assertThat(wait.unit()).isEqualTo("Milliseconds");
    assertThat(wait.at()).isEqualTo(minuteBefore());
    assertThat(wait.samples()).isEqualTo(1);
    assertThat(wait.value()).isBetween(238.0, 262.0);
    StoredDatum retries = cloudWatch.stored("retries").get(0);
    assertThat(retries.value()).isEqualTo(3);
    assertThat(retries.unit()).isEqualTo("Count");
    assertThat(delivery.state().lastPublished()).isNotNull();
    assertThat(delivery.state().trouble()).isNull();
  }

  @ParameterizedTest
  @EnumSource(
      value = Trouble.class,
      names = {"THROTTLED", "INTERNAL_ERROR", "FORBIDDEN", "EXPIRED_TOKEN", "DISCONNECT"})
  void after_five_minutes_without_cloudwatch_nothing_is_missing(Trouble trouble) {
    Timer timer = registry.timer("wait");
    cloudWatch.answerWith(trouble);
    for (int minute = 1; minute <= 5; minute++) {
      record(timer, minute);
      endMinute();
      delivery.send(LONG);
      // The first refusal ends the round: the others would fail the same way.
      assertThat(cloudWatch.requests()).hasSize(minute);
    }
    assertThat(delivery.state().queued()).isEqualTo(5);
    assertThat(delivery.state().trouble()).isNotBlank();
    cloudWatch.answerWith(Trouble.NONE);
    record(timer, 6);
    endMinute();

    delivery.send(LONG);

    List<StoredDatum> stored = cloudWatch.stored("wait");
    assertThat(stored)
        .extracting(StoredDatum::samples)
        .containsExactly(1.0, 2.0, 3.0, 4.0, 5.0, 6.0);
    assertThat(stored)
        .extracting(StoredDatum::at)
        .containsExactlyElementsOf(
            IntStream.rangeClosed(1, 6)
                .mapToObj(n -> minuteBefore().minus(Duration.ofMinutes(6 - n)))
                .toList());
    assertThat(delivery.state())
        .returns(0, PublishState::queued)
        .returns(0L, PublishState::dropped)
        .returns(null, PublishState::trouble);
  }

  @Test
  void what_is_refused_for_good_does_not_stop_what_comes_after() {
    cloudWatch.answerWith(Trouble.REFUSED);
    registry.counter("retries").increment();
    endMinute();
    delivery.send(LONG);
    assertThat(delivery.state())
        .returns(0, PublishState::queued)
        .returns(1L, PublishState::dropped);
    cloudWatch.answerWith(Trouble.NONE);
    registry.counter("retries").increment();
    endMinute();

    delivery.send(LONG);

    assertThat(cloudWatch.stored("retries"))
        .extracting(StoredDatum::at)
        .containsExactly(minuteBefore());
  }

  @Test
  void an_outage_without_end_keeps_the_newest() {
    IntStream.range(0, 500).forEach(n -> registry.counter("c", "n", String.valueOf(n)));
    for (int minute = 0; minute < 6; minute++) {
      IntStream.range(0, 500)
          .forEach(n -> registry.counter("c", "n", String.valueOf(n)).increment());
      endMinute();
    }

    assertThat(outbox.size()).isEqualTo(Outbox.MOST);
    assertThat(outbox.dropped()).isEqualTo(1000);
    assertThat(outbox.take().get(0).timestamp())
        .isEqualTo(minuteBefore().minus(Duration.ofMinutes(3)));
  }

  @Test
  void many_full_distributions_are_cut_into_requests_that_cloudwatch_takes() {
    int timers = 700;
    IntStream.range(0, timers).forEach(n -> fill(registry.timer("t", "n", String.valueOf(n))));
    endMinute();

    delivery.send(LONG);

    assertThat(cloudWatch.complaints()).isEmpty();
    assertThat(cloudWatch.stored("t").stream().mapToDouble(StoredDatum::samples).sum())
        .isEqualTo(timers * Buckets.COUNT);
    assertThat(cloudWatch.requests())
        .allSatisfy(
            request ->
                assertThat(request.bytes()).isLessThanOrEqualTo(Outbox.MOST_BYTES_PER_REQUEST));
    Arrived first = cloudWatch.requests().get(0);
    assertThat(first.zipped()).isTrue();
    assertThat(first.sent()).isLessThan(first.bytes() / 2);
  }

  @Test
  void many_small_data_are_cut_into_requests_that_cloudwatch_takes() {
    IntStream.range(0, 1_500)
        .forEach(n -> registry.counter("c", "n", String.valueOf(n)).increment());
    endMinute();

    delivery.send(LONG);

    assertThat(cloudWatch.complaints()).isEmpty();
    assertThat(cloudWatch.requests()).extracting(Arrived::data).containsExactly(1_000, 500);
  }

  private void endMinute() {
    clock.add(Duration.ofMinutes(1));
    registry.endMinute();
  }

  private Instant minuteBefore() {
    return Instant.ofEpochMilli(clock.wallTime() / 60_000 * 60_000 - 60_000);
  }

  private static void record(Timer timer, int times) {
    IntStream.range(0, times).forEach(n -> timer.record(Duration.ofMillis(40)));
  }

  private static void fill(Timer timer) {
    IntStream.range(0, Buckets.COUNT)
        .forEach(bucket -> timer.record(Duration.ofNanos((long) (Buckets.value(bucket) * 1e6))));
  }
}
