package dev.caravan.queue;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.sqs.model.Message;

/** How many messages one process holds while their lanes have no room. */
class ParkingTest {

  private static final int MOST = 25;

  private final ReadyMessagesTest.FakeLanes lanes = new ReadyMessagesTest.FakeLanes();
  private final AtomicLong now = new AtomicLong();
  private final Leases leases =
      new Leases(
          new QueueSettings(
              "http://127.0.0.1/0/q",
              10,
              10,
              Duration.ofSeconds(30),
              Duration.ofSeconds(1),
              Duration.ofHours(1)),
          lanes,
          new Parking(MOST, 1_000),
          now::get);

  @Test
  void messages_of_a_paused_lane_take_no_place() throws Exception {
    lanes.room("denied", 0);

    leases.add(messages("denied", 20), 0);

    assertThat(leases.ready()).isZero();
    assertThat(leases.parked()).isEqualTo(20);
    assertThat(leases.awaitRoom(Duration.ZERO)).as("fetching goes on").isEqualTo(10);
  }

  @Test
  void above_the_bound_the_messages_of_full_lanes_are_given_back_and_no_others() throws Exception {
    lanes.room("denied", 0);
    leases.add(messages("denied", MOST), 0);

    assertThat(leases.add(messages("denied", 3), 0)).hasSize(3);
    assertThat(leases.add(messages("healthy", 10), 0)).isEmpty();
    assertThat(leases.take(10, Duration.ZERO)).hasSize(10);
  }

  @Test
  void above_the_bound_an_open_lane_with_little_room_keeps_a_whole_fetch() throws Exception {
    lanes.room("denied", 0);
    lanes.room("healthy", 2);
    leases.add(messages("denied", MOST), 0);
    leases.add(messages("healthy", 2), 0);
    assertThat(leases.take(10, Duration.ZERO)).hasSize(2);

    assertThat(leases.add(messages("healthy", 10), 0)).isEmpty();
  }

  @Test
  void a_message_that_is_given_back_waits_for_those_that_its_lane_holds() throws Exception {
    lanes.room("denied", 0);
    lanes.room("healthy", 10);
    leases.add(messages("denied", MOST), 0);
    leases.add(messages("healthy", 30), 0);
    leases.take(4, Duration.ZERO);

    List<Lease> denied = leases.add(messages("denied", 1), 0);
    List<Lease> healthy = leases.add(messages("healthy", 1), 0);

    assertThat(denied).extracting(leases::ahead).containsExactly(Integer.MAX_VALUE);
    assertThat(healthy).extracting(leases::ahead).containsExactly(30);
  }

  @Test
  void long_messages_reach_the_bound_earlier() {
    lanes.room("denied", 0);
    Message large = Message.builder().messageId("denied").body("x".repeat(1_000)).build();

    leases.add(List.of(large.toBuilder().receiptHandle("a").build()), 0);

    assertThat(leases.add(List.of(large.toBuilder().receiptHandle("b").build()), 0)).hasSize(1);
  }

  @Test
  void above_the_bound_a_failed_message_is_given_back_after_its_delay() throws Exception {
    leases.add(messages("healthy", 1), 0);
    String handle = leases.take(1, Duration.ZERO).get(0).receiptHandle();
    lanes.room("denied", 0);
    leases.add(messages("denied", MOST), 0);

    Leases.PutOff refused = leases.putOff(handle, n -> Duration.ofSeconds(n)).orElseThrow();

    assertThat(refused.lease().handle()).isEqualTo(handle);
    assertThat(refused.delay()).isEqualTo(Duration.ofSeconds(1));
    assertThat(leases.working()).isZero();
  }

  @Test
  void a_failed_message_is_handed_out_again_when_it_is_due_and_not_before() throws Exception {
    leases.add(messages("healthy", 1), 0);
    String handle = leases.take(1, Duration.ZERO).get(0).receiptHandle();

    assertThat(leases.putOff(handle, n -> Duration.ofSeconds(5))).isEmpty();

    now.set(Duration.ofSeconds(5).toNanos() - 1);
    assertThat(leases.take(1, Duration.ZERO)).isEmpty();
    now.set(Duration.ofSeconds(5).toNanos());
    assertThat(leases.take(1, Duration.ZERO))
        .extracting(Message::receiptHandle)
        .containsExactly(handle);
  }

  @Test
  void one_throttled_lane_alone_does_not_hoard() throws Exception {
    lanes.room("throttled", 1);
    leases.add(messages("throttled", 11), 0);
    leases.take(1, Duration.ZERO);

    assertThat(leases.awaitRoom(Duration.ZERO)).isZero();
  }

  @Test
  void fetching_goes_past_a_throttled_lane_while_another_lane_is_idle() throws Exception {
    lanes.room("throttled", 1);
    leases.add(messages("throttled", 22), 0);
    leases.add(messages("healthy", 1), 0);
    List<Message> taken = leases.take(10, Duration.ZERO);
    assertThat(taken).hasSize(2);

    assertThat(leases.awaitRoom(Duration.ZERO)).isEqualTo(10);
  }

  private static List<Message> messages(String lane, int count) {
    return IntStream.range(0, count)
        .mapToObj(
            n ->
                Message.builder()
                    .messageId(lane)
                    .receiptHandle(lane + "-" + n + "-" + System.nanoTime())
                    .body("a heron")
                    .build())
        .toList();
  }
}
