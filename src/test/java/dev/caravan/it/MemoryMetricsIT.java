package dev.caravan.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.caravan.memory.ByteBudget;
import dev.caravan.memory.Hold;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** The gauges of the memory that contents take. {@link DownloadsIT} has those of downloads. */
class MemoryMetricsIT {

  @Test
  void answers_and_unfinished_requests_are_counted_until_they_end() throws Exception {
    try (LimitedCaravan caravan =
        LimitedCaravan.start("caravan.http.max-unfinished-bytes", "4000000")) {
      ByteBudget memory =
          caravan.service().context().getRegistry().findSingleByType(ByteBudget.class);
      assertThat(limit(caravan, "answers")).isEqualTo(memory.total()).isPositive();
      // Both ports have as much.
      assertThat(limit(caravan, "requests")).isEqualTo(8_000_000);
      assertThat(limit(caravan, "downloads")).isPositive();
      assertThat(used(caravan, "answers")).isZero();
      assertThat(used(caravan, "requests")).isZero();

      try (Hold answer = memory.hold();
          Socket half = new Socket(InetAddress.getLoopbackAddress(), caravan.port(false))) {
        assertThat(answer.take(1_000_000, Duration.ZERO)).isTrue();
        half.getOutputStream()
            .write(
                ("POST /generate HTTP/1.1\r\nHost: localhost\r\nContent-Length: 262144\r\n\r\n"
                        + " ".repeat(200_000))
                    .getBytes(StandardCharsets.ISO_8859_1));
        await()
            .untilAsserted(
                () -> assertThat(used(caravan, "requests")).isBetween(200_000.0, 262_144.0));
        assertThat(used(caravan, "answers")).isBetween(1_000_000.0, 1_001_024.0);
      }

      await().untilAsserted(() -> assertThat(used(caravan, "requests")).isZero());
      assertThat(used(caravan, "answers")).isZero();
    }
  }

  private static double used(LimitedCaravan caravan, String by) {
    return Scrape.of(caravan.management()).value("caravan_memory_used", "by", by);
  }

  private static double limit(LimitedCaravan caravan, String by) {
    return Scrape.of(caravan.management()).value("caravan_memory_limit", "by", by);
  }
}
