package dev.caravan.queue;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.IntSupplier;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.sqs.model.Message;
import software.amazon.awssdk.services.sqs.model.MessageSystemAttributeName;

class LeasesTest {

  private static final Duration LONG = Duration.ofSeconds(90);

  /** Much shorter than the time after which a waiting thread would wake by itself. */
  private static final Duration SOON = Duration.ofSeconds(20);

  private final Leases leases = leases(2, 10, Integer.MAX_VALUE);

  @Test
  void a_pause_waits_for_its_end_and_does_not_spin() throws Exception {
    leases.add(messages(1, null), 0);
    leases.pause();
    Thread taking = new Thread(() -> take(leases));
    Thread fetching = new Thread(() -> awaitRoom(leases));

    taking.start();
    fetching.start();

    await().until(() -> taking.getState() == Thread.State.TIMED_WAITING);
    await().until(() -> fetching.getState() == Thread.State.TIMED_WAITING);
    leases.open();
    fetching.join();
    leases.add(messages(1, null), 0);
    taking.join();
    assertThat(leases.working()).isEqualTo(1);
  }

  @Test
  void a_stop_wakes_whoever_waits_and_nothing_opens_it_again() throws Exception {
    Thread taking = new Thread(() -> take(leases));
    taking.start();
    await().until(() -> taking.getState() == Thread.State.TIMED_WAITING);

    leases.stop();

    taking.join();
    leases.open();
    assertThat(leases.add(messages(1, null), 0)).hasSize(1);
    assertThat(leases.awaitRoom(LONG)).isZero();
  }

  @Test
  void messages_that_come_together_find_every_worker_that_waits() throws Exception {
    Leases wide = leases(10, 10, Integer.MAX_VALUE);
    List<Thread> workers =
        IntStream.range(0, 10).mapToObj(n -> new Thread(() -> take(wide))).toList();
    workers.forEach(Thread::start);
    await().until(() -> workers.stream().allMatch(LeasesTest::isWaiting));

    wide.add(messages(10, null), 0);

    await().atMost(SOON).until(() -> workers.stream().noneMatch(Thread::isAlive));
    assertThat(wide.working()).isEqualTo(10);
  }

  @Test
  void a_worker_that_is_done_wakes_one_that_waits_and_the_fetcher() throws Exception {
    Leases narrow = leases(1, 9, Integer.MAX_VALUE);
    narrow.add(messages(2, null), 0);
    String handle = narrow.take(1, LONG).get(0).receiptHandle();
    Thread taking = new Thread(() -> take(narrow));
    Thread fetching = new Thread(() -> awaitRoom(narrow));
    taking.start();
    fetching.start();
    await().until(() -> isWaiting(taking) && isWaiting(fetching));

    narrow.finish(handle, Lease.State.DELETING);
    await().atMost(SOON).until(() -> !taking.isAlive());
    narrow.forget(narrow.where(lease -> lease.state == Lease.State.WORKING).get(0).handle());

    await().atMost(SOON).until(() -> !fetching.isAlive());
  }

  private static boolean isWaiting(Thread thread) {
    return thread.getState() == Thread.State.TIMED_WAITING;
  }

  @Test
  void fetching_follows_the_pace() throws Exception {
    assertThat(leases(50, 10, 1).awaitRoom(LONG)).isEqualTo(10);

    Leases slow = leases(50, 10, 1);
    slow.add(messages(2, null), 0);

    assertThat(slow.awaitRoom(Duration.ZERO)).isZero();
  }

  @Test
  void no_more_is_handed_out_than_the_pace_has_room_for() throws Exception {
    AtomicInteger pace = new AtomicInteger(2);
    Leases following = leases(50, 10, pace::get);
    following.add(messages(6, null), 0);

    assertThat(following.take(10, LONG)).hasSize(2);
    assertThat(following.take(10, Duration.ZERO)).isEmpty();

    pace.set(3);
    assertThat(following.take(10, LONG)).hasSize(1);
    assertThat(following.ready()).isEqualTo(3);
  }

  @Test
  void at_the_slowest_pace_one_message_is_still_in_work() throws Exception {
    Leases slow = leases(50, 10, 0);
    slow.add(messages(2, null), 0);

    assertThat(slow.take(10, LONG)).hasSize(1);
    assertThat(slow.take(10, Duration.ZERO)).isEmpty();
  }

  @Test
  void of_a_fifo_group_one_message_is_out_at_a_time() throws Exception {
    Leases leases = new Leases(settings("http://127.0.0.1/0/q.fifo", 2, 10), Lanes.single(() -> 9));
    leases.add(messages(3, "a"), 0);
    leases.add(messages(1, "b"), 0);

    List<Message> out = leases.take(10, LONG);

    assertThat(out).extracting(LeasesTest::group).containsExactlyInAnyOrder("a", "b");
    assertThat(leases.take(10, Duration.ZERO)).isEmpty();
    Lease done = leases.finish(out.get(0).receiptHandle(), Lease.State.DELETING).orElseThrow();
    leases.releaseGroup(done);
    assertThat(leases.take(10, LONG)).extracting(LeasesTest::group).containsExactly("a");
  }

  @Test
  void a_message_is_settled_once() throws Exception {
    leases.add(messages(1, null), 0);
    String handle = leases.take(1, LONG).get(0).receiptHandle();

    assertThat(leases.finish(handle, Lease.State.DELETING)).isPresent();
    assertThat(leases.finish(handle, Lease.State.RETURNING)).isEmpty();
    assertThat(leases.working()).isZero();
  }

  private static Leases leases(int consumers, int prefetch, int pace) {
    return leases(consumers, prefetch, () -> pace);
  }

  private static Leases leases(int consumers, int prefetch, IntSupplier pace) {
    return new Leases(settings("http://127.0.0.1/0/q", consumers, prefetch), Lanes.single(pace));
  }

  private static QueueSettings settings(String url, int consumers, int prefetch) {
    return new QueueSettings(
        url,
        consumers,
        prefetch,
        Duration.ofSeconds(30),
        Duration.ofSeconds(1),
        Duration.ofHours(1));
  }

  private static List<Message> messages(int count, String group) {
    return IntStream.range(0, count)
        .mapToObj(
            n ->
                Message.builder()
                    .messageId("m" + n)
                    .receiptHandle(group + "-" + System.nanoTime() + "-" + n)
                    .attributes(
                        group == null
                            ? Map.of()
                            : Map.of(MessageSystemAttributeName.MESSAGE_GROUP_ID, group))
                    .build())
        .toList();
  }

  private static String group(Message message) {
    return message.attributes().get(MessageSystemAttributeName.MESSAGE_GROUP_ID);
  }

  private static void take(Leases leases) {
    try {
      leases.take(1, LONG);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private static void awaitRoom(Leases leases) {
    try {
      leases.awaitRoom(LONG);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
