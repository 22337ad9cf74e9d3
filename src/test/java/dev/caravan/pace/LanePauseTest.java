package dev.caravan.pace;

import static org.assertj.core.api.Assertions.assertThat;

import dev.caravan.failure.Trouble;
import dev.caravan.generation.Reason;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class LanePauseTest {

  private static final Instant NOW = Instant.parse("2026-11-01T12:00:00Z");
  private static final Trouble DENIED =
      new Trouble(Reason.MODEL_UNUSABLE, "AccessDeniedException", "no access");
  private static final Trouble DOWN =
      new Trouble(Reason.MODEL_UNAVAILABLE, "ServiceUnavailableException", "down");

  private final LanePause pause = new LanePause(Duration.ofSeconds(5), Duration.ofSeconds(30));

  @Test
  void it_says_why_since_when_and_when_the_model_is_asked() {
    assertThat(pause.begin(DENIED, NOW)).isTrue();
    assertThat(pause.begin(DOWN, NOW.plusSeconds(1))).as("paused already").isFalse();

    assertThat(pause.paused()).contains(new PausedLane(DENIED, NOW, NOW.plusSeconds(5)));
    assertThat(pause.untilProbe(NOW.plusSeconds(2))).isEqualTo(Duration.ofSeconds(3));
    assertThat(pause.isTrialFree()).isFalse();
    assertThat(pause.take()).isFalse();
  }

  @Test
  void a_probe_that_finds_the_same_waits_twice_as_long_up_to_the_longest() {
    pause.begin(DENIED, NOW);
    for (int seconds : new int[] {10, 20, 30, 30}) {
      pause.probed(Optional.of(DOWN), NOW);

      assertThat(pause.untilProbe(NOW)).isEqualTo(Duration.ofSeconds(seconds));
      assertThat(pause.paused().orElseThrow().trouble()).isEqualTo(DOWN);
    }
    assertThat(pause.paused().orElseThrow().since()).isEqualTo(NOW);
  }

  @Test
  void after_a_probe_that_finds_nothing_one_prompt_is_the_trial() {
    pause.begin(DENIED, NOW);
    pause.probed(Optional.empty(), NOW);

    assertThat(pause.isTrialFree()).isTrue();
    assertThat(pause.take()).isTrue();
    assertThat(pause.take()).as("exactly one").isFalse();
    assertThat(pause.paused()).isPresent();

    pause.open();
    assertThat(pause.isOpen()).isTrue();
    assertThat(pause.paused()).isEmpty();
  }

  @Test
  void a_failed_trial_waits_twice_as_long() {
    pause.begin(DENIED, NOW);
    pause.probed(Optional.empty(), NOW);
    pause.take();
    pause.failed(DENIED, NOW);

    assertThat(pause.isTrialFree()).isFalse();
    assertThat(pause.untilProbe(NOW)).isEqualTo(Duration.ofSeconds(10));
  }

  @Test
  void a_trial_that_shows_nothing_is_followed_by_another() {
    pause.begin(DENIED, NOW);
    pause.probed(Optional.empty(), NOW);
    pause.take();
    pause.putBack();

    assertThat(pause.take()).isTrue();
  }

  @Test
  void what_comes_too_late_changes_nothing() {
    pause.probed(Optional.of(DENIED), NOW);
    pause.failed(DENIED, NOW);
    pause.putBack();
    assertThat(pause.isOpen()).isTrue();

    pause.begin(DENIED, NOW);
    pause.failed(DOWN, NOW);
    assertThat(pause.untilProbe(NOW)).isEqualTo(Duration.ofSeconds(5));
    pause.open();
    pause.begin(DENIED, NOW);
    assertThat(pause.untilProbe(NOW)).as("a new pause").isEqualTo(Duration.ofSeconds(5));
  }
}
