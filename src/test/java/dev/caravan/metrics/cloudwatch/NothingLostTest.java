package dev.caravan.metrics.cloudwatch;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MockClock;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.cloudwatch.model.MetricDatum;

/** Many threads record while the minutes are cut. */
class NothingLostTest {

  private static final int THREADS = 4;
  private static final int EACH = 200_000;

  @Test
  void every_sample_is_in_exactly_one_minute() {
    MockClock clock = new MockClock();
    Outbox outbox = new Outbox();
    CloudWatchRegistry registry = new CloudWatchRegistry(outbox, clock);
    Timer timer = registry.timer("wait");
    Counter counter = registry.counter("retries");

    List<CompletableFuture<Void>> recording =
        IntStream.range(0, THREADS)
            .mapToObj(thread -> CompletableFuture.runAsync(() -> record(timer, counter)))
            .toList();
    double samples = 0;
    double counted = 0;
    int minutes = 0;
    boolean done = false;
    while (!done) {
      done = recording.stream().allMatch(CompletableFuture::isDone);
      clock.add(Duration.ofMinutes(1));
      registry.endMinute();
      minutes++;
      for (MetricDatum datum : outbox.take()) {
        samples += datum.counts().stream().mapToDouble(Double::doubleValue).sum();
        counted += datum.value() == null ? 0 : datum.value();
      }
    }

    recording.forEach(CompletableFuture::join);
    assertThat(minutes).isGreaterThan(1);
    assertThat(samples).isEqualTo((double) THREADS * EACH);
    assertThat(counted).isEqualTo((double) THREADS * EACH);
    assertThat(outbox.dropped()).isZero();
  }

  /** Records every sample into the same bucket, so that the threads compete for it. */
  private static void record(Timer timer, Counter counter) {
    for (int n = 0; n < EACH; n++) {
      timer.record(40, TimeUnit.MILLISECONDS);
      counter.increment();
    }
  }
}
