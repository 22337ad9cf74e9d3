package dev.caravan.metrics.cloudwatch;

import static org.assertj.core.api.Assertions.assertThat;

import dev.caravan.metrics.cloudwatch.LocalCloudWatch.Trouble;
import io.micrometer.core.instrument.Clock;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** How publishing ends. */
class PublisherTest {

  @Test
  void the_close_publishes_the_unfinished_minute() throws Exception {
    try (LocalCloudWatch cloudWatch = LocalCloudWatch.start(Instant::now)) {
      Publisher publisher = new Publisher(cloudWatch.client(), "Caravan", Clock.SYSTEM);
      publisher.start();
      publisher.registry().timer("wait").record(Duration.ofMillis(40));

      publisher.close();

      assertThat(cloudWatch.complaints()).isEmpty();
      assertThat(cloudWatch.stored("wait").stream().mapToDouble(StoredDatum::samples).sum())
          .isEqualTo(1);
    }
  }

  @Test
  @Timeout(15)
  void the_close_gives_up_on_a_cloudwatch_that_does_not_answer() throws Exception {
    try (LocalCloudWatch cloudWatch = LocalCloudWatch.start(Instant::now)) {
      cloudWatch.answerWith(Trouble.SILENCE);
      Publisher publisher = new Publisher(cloudWatch.client(), "Caravan", Clock.SYSTEM);
      publisher.start();
      publisher.registry().timer("wait").record(Duration.ofMillis(40));

      publisher.close();

      assertThat(cloudWatch.requests()).isNotEmpty();
      assertThat(publisher.state().queued()).isPositive();
    }
  }
}
