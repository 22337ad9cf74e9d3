package dev.caravan.queue;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import software.amazon.awssdk.services.sqs.model.Message;
import software.amazon.awssdk.services.sqs.model.MessageSystemAttributeName;

/** Random histories of messages in four lanes and four groups, whose lanes pause and open. */
class ReadyMessagesPropertiesTest {

  private static final int STEPS = 200;

  @Property(tries = 300)
  void no_message_is_lost_or_handed_out_twice_and_no_lane_is_too_full(
      @ForAll long seed, @ForAll boolean isFifo) {
    new History(seed, isFifo).run();
  }

  @Property(tries = 100)
  void what_is_drained_is_all_that_waits(@ForAll long seed, @ForAll boolean isFifo) {
    History history = new History(seed, isFifo);
    history.run();

    assertThat(history.ready.drain()).containsExactlyInAnyOrderElementsOf(history.waiting);
    assertThat(history.ready.size()).isZero();
    assertThat(history.ready.characters()).isZero();
    assertThat(history.ready.isAnyFree()).isFalse();
    assertThat(history.ready.untilNextDue(0)).isEqualTo(Long.MAX_VALUE);
  }

  private static final class History {

    private final Random random;
    private final boolean isFifo;
    private final ReadyMessagesTest.FakeLanes lanes = new ReadyMessagesTest.FakeLanes();
    private final ReadyMessages ready = new ReadyMessages(lanes);
    private final List<Lease> waiting = new ArrayList<>();
    private final List<Lease> working = new ArrayList<>();
    private final Map<String, List<Lease>> unfinishedByGroup = new LinkedHashMap<>();
    private long now;

    History(long seed, boolean isFifo) {
      this.random = new Random(seed);
      this.isFifo = isFifo;
    }

    void run() {
      for (int step = 0; step < STEPS; step++) {
        now += random.nextInt(3);
        switch (random.nextInt(8)) {
          case 0, 1, 2 -> add();
          case 3, 4 -> take();
          case 5 -> end();
          case 6 -> lanes.room("lane" + random.nextInt(4), random.nextInt(4));
          default -> change();
        }
        check();
      }
    }

    private void add() {
      String group = random.nextInt(4) == 0 && !isFifo ? null : "g" + random.nextInt(4);
      Lease lease = new Lease(message(group), "lane" + random.nextInt(4), isFifo, now, now);
      ready.add(lease, now);
      waiting.add(lease);
      unfinishedByGroup.computeIfAbsent(lease.line, key -> new ArrayList<>()).add(lease);
    }

    private void take() {
      boolean isPromised = ready.isAnyFree();
      Lease lease = ready.next(now);
      assertThat(lease != null).isEqualTo(isPromised);
      if (lease == null) {
        return;
      }
      assertThat(waiting.remove(lease)).as("it waited").isTrue();
      assertThat(lease.isPutOff).isFalse();
      working.add(lease);
      if (isFifo) {
        assertThat(unfinishedByGroup.get(lease.line).get(0)).as("order").isSameAs(lease);
      }
      if (!lease.wasUrgent) {
        long inLane = working.stream().filter(other -> other.lane.equals(lease.lane)).count();
        assertThat(inLane).isLessThanOrEqualTo(lanes.room(lease.lane));
      }
    }

    private void end() {
      if (working.isEmpty()) {
        return;
      }
      Lease lease = working.remove(random.nextInt(working.size()));
      ready.ended(lease);
      if (random.nextBoolean()) {
        ready.putOff(lease, now + random.nextInt(5));
        waiting.add(lease);
      } else {
        ready.releaseGroup(lease);
        unfinishedByGroup.get(lease.line).remove(lease);
      }
    }

    private void change() {
      ready.release(now);
      if (waiting.isEmpty()) {
        return;
      }
      Lease lease = waiting.get(random.nextInt(waiting.size()));
      if (random.nextBoolean()) {
        ready.hurry(lease);
      } else {
        ready.remove(lease);
        waiting.remove(lease);
        unfinishedByGroup.get(lease.line).remove(lease);
      }
    }

    private void check() {
      assertThat(ready.size()).isEqualTo(waiting.size());
      assertThat(ready.characters())
          .isEqualTo(waiting.stream().mapToLong(lease -> lease.characters).sum());
      assertThat(ready.ready()).isBetween(0, waiting.size());
      assertThat(ready.spare(10, 5)).isBetween(0, 15);
    }

    private static Message message(String group) {
      return Message.builder()
          .body("a heron")
          .attributes(
              group == null ? Map.of() : Map.of(MessageSystemAttributeName.MESSAGE_GROUP_ID, group))
          .build();
    }
  }
}
