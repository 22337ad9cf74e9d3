package dev.caravan.pace;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.caravan.memory.ByteBudget;
import dev.caravan.memory.Hold;
import dev.caravan.model.Catalogue;
import dev.caravan.model.Model;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class PaceTest {

  private static final Duration SHORT = Duration.ofMillis(5);

  private final Catalogue catalogue = Catalogue.read("routes/models.yaml");
  private final Model text = catalogue.find("amazon.nova-lite-v1:0");
  private final Model image = catalogue.find("stability.sd3-5-large-v1:0");
  private final AtomicLong now = new AtomicLong();
  private final List<Turn> turns = new CopyOnWriteArrayList<>();
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
  void while_an_answer_waits_for_memory_callers_of_every_model_stay_in_line() throws Exception {
    ByteBudget memory = new ByteBudget(1_000_000);
    pace.heed(memory);
    Hold another = memory.hold();
    another.take(1_000_000, SHORT);
    assertThat(pace.ask(text, turns::add)).isInstanceOf(Turn.Now.class);
    CompletableFuture<Boolean> answer =
        CompletableFuture.supplyAsync(() -> take(memory.hold(), 500_000));
    await().until(memory::isShort);

    assertThat(pace.ask(text, turns::add)).isInstanceOf(Turn.Later.class);
    assertThat(pace.ask(image, turns::add)).isInstanceOf(Turn.Later.class);
    assertThat(turns).isEmpty();
    another.close();

    assertThat(answer.join()).isTrue();
    assertThat(turns).hasSize(2).hasOnlyElementsOfType(Turn.Now.class);
  }

  private static boolean take(Hold hold, long bytes) {
    try {
      return hold.take(bytes, Duration.ofSeconds(30));
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  @Test
  void what_was_learned_can_be_forgotten() {
    Lane slowed = pace.lane(text);
    while (slowed.limit() == 3) {
      now.incrementAndGet();
      slowed.enterNow().orElseThrow().release(Permit.Outcome.THROTTLED);
    }
    Permit begun = slowed.enterNow().orElseThrow();

    pace.forget();
    begun.release(Permit.Outcome.THROTTLED);

    assertThat(pace.lane(text).limit()).isEqualTo(3);
    assertThat(pace.lane(text).inFlight()).isZero();
  }
}
