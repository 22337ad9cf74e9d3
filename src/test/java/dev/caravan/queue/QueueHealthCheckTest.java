package dev.caravan.queue;

import static org.assertj.core.api.Assertions.assertThat;

import dev.caravan.failure.Pausable;
import dev.caravan.failure.Pause;
import dev.caravan.failure.Probes;
import dev.caravan.generation.Failure;
import dev.caravan.generation.Reason;
import java.time.Instant;
import java.util.Optional;
import org.apache.camel.health.HealthCheck;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class QueueHealthCheckTest {

  private final LeasingSqsClient queue =
      new LeasingSqsClient(
          null, QueueSettings.ofSeconds("http://q/1/p", 10, 10, 120, 20, 3600, 72));
  private final Pause pause =
      new Pause(
          new Pausable() {
            @Override
            public void pause() {}

            @Override
            public void resume() {}
          },
          new Probes(Optional::empty),
          60,
          300);

  @ParameterizedTest
  @CsvSource({
    "QUOTA, UP",
    "STORE, DOWN",
  })
  void a_pause_is_told_of_and_takes_callers_away_unless_another_instance_could_do_no_more(
      Reason reason, HealthCheck.State state) {
    try (pause) {
      pause.begin(new Failure(reason, "why", Instant.EPOCH), () -> Optional.of("still"));

      HealthCheck.Result result = new QueueHealthCheck(pause, queue).call();

      assertThat(result.getState()).isEqualTo(state);
      assertThat(result.getMessage()).contains("Paused: " + reason + ": why");
      assertThat(result.getDetails()).containsEntry("paused.reason", reason.name());
    }
  }
}
