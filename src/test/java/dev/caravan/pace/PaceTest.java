package dev.caravan.pace;

import static org.assertj.core.api.Assertions.assertThat;

import dev.caravan.model.Catalogue;
import dev.caravan.model.Model;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class PaceTest {

  private static final Duration SHORT = Duration.ofMillis(5);

  private final Catalogue catalogue = Catalogue.read("routes/models.yaml");
  private final Model text = catalogue.find("amazon.nova-lite-v1:0");
  private final Model image = catalogue.find("stability.sd3-5-large-v1:0");
  private final AtomicLong now = new AtomicLong();
  private final Pace pace = new Pace(3, 100, now::get);

  @Test
  void each_model_has_a_lane_and_both_entrances_have_the_same() {
    assertThat(pace.lane(text)).isSameAs(pace.lane(text)).isNotSameAs(pace.lane(image));

    assertThat(pace.lanes())
        .extracting(Lane::model, Lane::region, Lane::limit, Lane::inFlight)
        .containsExactlyInAnyOrder(
            org.assertj.core.groups.Tuple.tuple(text.id(), "us-east-1", 3, 0),
            org.assertj.core.groups.Tuple.tuple(image.id(), "us-west-2", 3, 0));
  }

  @Test
  void it_never_starts_above_the_most() {
    assertThat(new Pace(20, 5).lane(text).limit()).isEqualTo(5);
  }

  @Test
  void before_the_queue_has_used_a_model_it_is_what_a_new_one_has() {
    pace.lane(text).enterNow().orElseThrow();

    assertThat(pace.getAsInt()).isEqualTo(3);
    assertThat(new Pace(20, 5).getAsInt()).isEqualTo(5);
  }

  @Test
  void the_room_is_what_the_models_have_that_the_queue_uses() throws InterruptedException {
    pace.lane(text).enter(SHORT).orElseThrow();
    pace.lane(image).enterNow().orElseThrow();
    assertThat(pace.room()).isEqualTo(3);

    pace.lane(image).enter(SHORT).orElseThrow();
    assertThat(pace.room()).isEqualTo(5);
  }

  @Test
  void a_model_that_the_queue_uses_no_more_makes_no_room() throws InterruptedException {
    pace.lane(image).enter(SHORT).orElseThrow();
    now.addAndGet(Duration.ofSeconds(61).toNanos());
    // The only lane that was used counts, however long ago that was.
    assertThat(pace.room()).isEqualTo(3);

    pace.lane(text).enter(SHORT).orElseThrow();

    assertThat(pace.room()).isEqualTo(3);
  }

  @Test
  void what_was_learned_can_be_forgotten() {
    Lane slowed = pace.lane(text);
    slowed.enterNow().orElseThrow().release(Permit.Outcome.THROTTLED);
    assertThat(slowed.limit()).isLessThan(3);
    Permit begun = slowed.enterNow().orElseThrow();

    pace.forget();
    begun.release(Permit.Outcome.THROTTLED);

    assertThat(pace.lane(text).limit()).isEqualTo(3);
    assertThat(pace.lane(text).inFlight()).isZero();
  }
}
