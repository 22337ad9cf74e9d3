package dev.caravan.queue;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.sqs.model.Message;
import software.amazon.awssdk.services.sqs.model.MessageSystemAttributeName;

class ReadyMessagesTest {

  private static final long SECOND = 1_000_000_000L;

  private final FakeLanes lanes = new FakeLanes();
  private final ReadyMessages ready = new ReadyMessages(lanes);

  @Test
  void a_message_of_a_paused_lane_waits_and_others_go_past_it() {
    lanes.room("denied", 0);
    ready.add(lease("denied", null), 0);
    Lease healthy = add("healthy", null);

    assertThat(ready.next(0)).isSameAs(healthy);
    assertThat(ready.next(0)).isNull();
    assertThat(ready.isAnyFree()).isFalse();
    assertThat(ready.ready()).as("a paused message takes no place").isZero();
    assertThat(ready.size()).isOne();
  }

  @Test
  void a_lane_has_no_more_messages_in_work_than_it_has_room_for() {
    lanes.room("throttled", 2);
    Lease first = add("throttled", null);
    add("throttled", null);
    Lease third = add("throttled", null);

    assertThat(takeAll()).hasSize(2);

    ready.ended(first);
    assertThat(ready.next(0)).isSameAs(third);
  }

  @Test
  void lanes_take_turns_however_many_messages_one_has() {
    for (int n = 0; n < 5; n++) {
      add("a", null);
    }
    add("b", null);
    add("c", null);

    assertThat(takeAll()).extracting(lease -> lease.lane).startsWith("a", "b", "c", "a");
  }

  @Test
  void the_callers_of_a_lane_take_turns_on_a_standard_queue() {
    for (int n = 0; n < 5; n++) {
      add("a", "busy caller");
    }
    add("a", "quiet caller");
    add("a", null);

    assertThat(takeAll())
        .extracting(Lease::group)
        .startsWith("busy caller", "quiet caller", null, "busy caller");
  }

  @Test
  void ten_messages_of_one_group_are_in_work_together_on_a_standard_queue() {
    for (int n = 0; n < 10; n++) {
      add("a", "a caller");
    }

    assertThat(takeAll()).hasSize(10);
  }

  @Test
  void a_failed_message_waits_for_its_time_and_then_goes_first() {
    Lease failed = add("a", null);
    ready.next(0);
    ready.ended(failed);
    ready.putOff(failed, 5 * SECOND);
    Lease later = add("a", null);

    assertThat(ready.next(0)).isSameAs(later);
    assertThat(ready.untilNextDue(SECOND)).isEqualTo(4 * SECOND);
    add("a", null);
    ready.release(5 * SECOND);

    assertThat(ready.next(5 * SECOND)).isSameAs(failed);
  }

  @Test
  void a_failed_message_of_a_fifo_group_holds_its_group_up_and_no_other() {
    Lease a0 = addFifo("m", "a");
    Lease a1 = addFifo("m", "a");
    Lease b0 = addFifo("m", "b");
    assertThat(takeAll()).containsExactly(a0, b0);

    ready.ended(a0);
    ready.putOff(a0, SECOND);
    ready.ended(b0);
    ready.releaseGroup(b0);
    Lease b1 = addFifo("m", "b");

    assertThat(takeAll()).containsExactly(b1);
    assertThat(ready.ready()).as("messages behind a failed one take no place").isZero();

    ready.release(SECOND);
    assertThat(takeAll()).containsExactly(a0);
    ready.ended(a0);
    ready.releaseGroup(a0);
    assertThat(takeAll()).containsExactly(a1);
  }

  @Test
  void a_fifo_group_keeps_its_order_across_models() {
    lanes.room("paused", 0);
    Lease first = addFifo("paused", "a");
    Lease second = addFifo("healthy", "a");

    assertThat(takeAll()).as("the second must not overtake the first").isEmpty();

    lanes.room("paused", 1);
    assertThat(takeAll()).containsExactly(first);
    ready.ended(first);
    ready.releaseGroup(first);
    assertThat(takeAll()).containsExactly(second);
  }

  @Test
  void an_expired_message_is_handed_out_although_its_lane_is_paused() {
    lanes.room("paused", 0);
    Lease old = add("paused", null);

    assertThat(ready.hurry(old)).isTrue();
    assertThat(ready.next(0)).isSameAs(old);

    ready.ended(old);
    ready.putOff(old, SECOND);
    assertThat(ready.hurry(old)).as("once only, or a failing message would spin").isFalse();
  }

  @Test
  void in_a_fifo_group_an_expired_message_waits_for_those_before_it() {
    lanes.room("paused", 0);
    Lease first = addFifo("paused", "a");
    Lease second = addFifo("paused", "a");

    assertThat(ready.hurry(second)).isFalse();
    assertThat(ready.hurry(first)).isTrue();
    assertThat(takeAll()).containsExactly(first);
    assertThat(ready.hurry(second)).as("the first is in progress").isFalse();

    ready.ended(first);
    ready.releaseGroup(first);
    assertThat(ready.hurry(second)).isTrue();
    assertThat(takeAll()).containsExactly(second);
  }

  @Test
  void fetching_goes_past_a_full_lane_only_while_another_lane_could_start_more() {
    lanes.room("throttled", 1);
    add("throttled", null);
    add("throttled", null);
    takeAll();

    assertThat(ready.spare(10, 0)).as("one lane must not hoard").isZero();

    add("healthy", null);
    takeAll();

    assertThat(ready.spare(10, 0)).as("eight workers are idle").isEqualTo(8);

    for (int n = 0; n < 9; n++) {
      add("healthy", null);
    }
    assertThat(ready.spare(10, 0)).as("there is work for all").isZero();
    assertThat(ready.spare(10, 5)).as("15 places, 12 of them taken").isEqualTo(3);
  }

  @Test
  void a_lane_that_was_not_used_for_a_minute_gives_no_room() {
    lanes.room("a", 3);
    lanes.room("b", 4);
    ready.add(lease("a", null), 0);
    ready.add(lease("b", null), 0);
    assertThat(ready.room(100)).isEqualTo(7);

    ready.add(lease("b", null), 61 * SECOND);

    assertThat(ready.room(100)).isEqualTo(4);
  }

  @Test
  void a_message_that_is_given_back_takes_its_group_with_it_in_order() {
    Lease a0 = addFifo("m", "a");
    Lease a1 = addFifo("m", "a");
    Lease a2 = addFifo("n", "a");
    addFifo("m", "b");
    ready.next(0);

    assertThat(ready.drainGroup(a0)).containsExactly(a1, a2);
    assertThat(ready.size()).isOne();
  }

  private Lease add(String lane, String group) {
    Lease lease = lease(lane, group);
    ready.add(lease, 0);
    return lease;
  }

  private Lease addFifo(String lane, String group) {
    Lease lease = new Lease(message(group), lane, true, 0, 0);
    ready.add(lease, 0);
    return lease;
  }

  private List<Lease> takeAll() {
    List<Lease> taken = new ArrayList<>();
    for (Lease next = ready.next(0); next != null; next = ready.next(0)) {
      taken.add(next);
    }
    return taken;
  }

  private static Lease lease(String lane, String group) {
    return new Lease(message(group), lane, false, 0, 0);
  }

  private static Message message(String group) {
    return Message.builder()
        .body("a heron")
        .attributes(
            group == null ? Map.of() : Map.of(MessageSystemAttributeName.MESSAGE_GROUP_ID, group))
        .build();
  }

  /** Lanes with a room each; the default is a lot of room. */
  static final class FakeLanes implements Lanes {

    private final Map<String, Integer> rooms = new HashMap<>();

    void room(String lane, int room) {
      rooms.put(lane, room);
    }

    @Override
    public String of(Message message) {
      return message.messageId();
    }

    @Override
    public int room(String lane) {
      return rooms.getOrDefault(lane, 1_000);
    }
  }

  @Test
  void after_a_failed_call_messages_of_other_senders_go_first_until_one_succeeds() {
    for (int n = 0; n < 10; n++) {
      addFrom("strange");
    }
    Lease healthy = addFrom("healthy");
    Lease failed = ready.next(0);
    ready.blame(failed);
    ready.ended(failed);

    assertThat(ready.next(0)).isSameAs(healthy);

    ready.ended(healthy);
    ready.succeeded(healthy);
    Lease later = addFrom("healthy");
    assertThat(takeAll()).endsWith(later);
  }

  @Test
  void after_a_failed_call_messages_that_have_not_failed_go_first() {
    for (int n = 0; n < 5; n++) {
      addFrom(null);
    }
    Lease failed = ready.next(0);
    ready.blame(failed);
    ready.ended(failed);
    ready.putOff(failed, 0);
    ready.release(1);

    List<Lease> taken = takeAll();

    assertThat(taken).hasSize(5).endsWith(failed);
  }

  /** Adds a message without a group to the lane "a". */
  private Lease addFrom(String sender) {
    Map<MessageSystemAttributeName, String> attributes = new HashMap<>();
    if (sender != null) {
      attributes.put(MessageSystemAttributeName.SENDER_ID, sender + ":session");
    }
    Message message =
        Message.builder().receiptHandle("from-" + added++).attributes(attributes).build();
    Lease lease = new Lease(message, "a", false, 0, SECOND);
    ready.add(lease, 0);
    return lease;
  }

  private int added;
}
