package dev.caravan.memory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.LongRange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class ByteBudgetTest {

  private static final Duration LONG = Duration.ofSeconds(30);
  private static final int KB = 1024;

  private final ByteBudget budget = new ByteBudget(100 * KB);

  @Property
  void what_is_taken_is_given_back_once(
      @ForAll @LongRange(min = 1, max = 200 * KB) long bytes,
      @ForAll @LongRange(min = 0, max = 200 * KB) long kept)
      throws InterruptedException {
    Hold hold = budget.hold();
    assertThat(hold.take(bytes, Duration.ZERO)).isTrue();
    assertThat(budget.taken())
        .isBetween(Math.min(bytes, budget.total()), Math.min(bytes + KB, budget.total()));

    hold.keep(kept);
    assertThat(budget.taken())
        .isBetween(Math.min(kept, Math.min(bytes, budget.total())), Math.max(KB, kept + KB));
    hold.close();
    hold.close();

    assertThat(budget.taken()).isZero();
  }

  @Test
  void what_does_not_fit_is_refused_if_it_must_not_wait() throws InterruptedException {
    Hold first = taken(60);
    Hold second = budget.hold();

    assertThat(second.take(60 * KB, Duration.ZERO)).isFalse();
    assertThat(second.take(60 * KB, Duration.ofMillis(20))).isFalse();
    first.keep(40 * KB);

    assertThat(second.take(60 * KB, Duration.ZERO)).isTrue();
  }

  @Test
  void the_first_that_waits_is_the_first_that_is_served() throws Exception {
    Hold all = taken(100);
    List<Integer> served = Collections.synchronizedList(new ArrayList<>());
    List<CompletableFuture<Void>> waiting = new ArrayList<>();
    // The small ones would fit first.
    for (int size : new int[] {80, 30, 10}) {
      waiting.add(
          CompletableFuture.runAsync(
              () -> {
                take(size);
                served.add(size);
              },
              work -> {
                Thread thread = new Thread(work);
                thread.start();
                await().until(() -> thread.getState() == Thread.State.TIMED_WAITING);
              }));
    }
    assertThat(budget.isShort()).isTrue();
    assertThat(budget.hold().take(KB, Duration.ZERO)).as("passes the line").isFalse();

    all.keep(90 * KB);
    assertThat(served).isEmpty();
    all.keep(20 * KB);
    await().until(() -> served.equals(List.of(80)));
    all.close();
    await().until(() -> served.size() == 2);

    assertThat(served).containsExactly(80, 10);
  }

  @Test
  void what_is_larger_than_everything_is_alone() throws InterruptedException {
    Hold other = taken(1);
    Hold huge = budget.hold();
    assertThat(huge.take(Long.MAX_VALUE, Duration.ofMillis(10))).isFalse();
    other.close();

    assertThat(huge.take(Long.MAX_VALUE, Duration.ZERO)).isTrue();
    assertThat(budget.hold().take(1, Duration.ZERO)).isFalse();
    huge.close();

    assertThat(budget.taken()).isZero();
  }

  @Test
  void a_hold_never_waits_for_more_while_it_has_something() throws InterruptedException {
    Hold hold = taken(1);

    assertThatThrownBy(() -> hold.take(1, Duration.ZERO)).isInstanceOf(IllegalStateException.class);
    hold.close();

    assertThat(hold.take(1, Duration.ZERO)).isTrue();
  }

  @Test
  void it_reports_when_no_reader_waits_any_more_and_only_then() throws Exception {
    AtomicInteger eased = new AtomicInteger();
    budget.whenEased(eased::incrementAndGet);
    Hold all = taken(100);
    CompletableFuture<Hold> one = CompletableFuture.supplyAsync(() -> take(50));
    CompletableFuture<Hold> two = CompletableFuture.supplyAsync(() -> take(50));
    await().until(budget::isShort);

    assertThat(eased).hasValue(0);
    all.close();
    one.join();
    two.join();

    assertThat(budget.isShort()).isFalse();
    assertThat(eased.get()).isBetween(1, 2);
  }

  @Test
  void a_reader_that_gave_up_does_not_block_others() throws InterruptedException {
    AtomicInteger eased = new AtomicInteger();
    budget.whenEased(eased::incrementAndGet);
    taken(60);

    assertThat(budget.hold().take(90 * KB, Duration.ofMillis(5))).isFalse();

    assertThat(eased).hasValue(1);
    assertThat(budget.isShort()).isFalse();
    assertThat(budget.hold().take(40 * KB, Duration.ZERO)).isTrue();
  }

  @Test
  void many_threads_never_have_more_than_everything_and_all_end() {
    AtomicLong now = new AtomicLong();
    AtomicLong most = new AtomicLong();
    List<CompletableFuture<Void>> all =
        IntStream.range(0, 16)
            .mapToObj(
                n ->
                    CompletableFuture.runAsync(
                        () -> {
                          for (int i = 0; i < 200; i++) {
                            int size = ThreadLocalRandom.current().nextInt(1, 80);
                            Hold hold = take(size);
                            most.accumulateAndGet(now.addAndGet(size), Math::max);
                            Thread.onSpinWait();
                            now.addAndGet(-size);
                            hold.close();
                          }
                        },
                        work -> new Thread(work).start()))
            .toList();

    all.forEach(CompletableFuture::join);

    assertThat(most.get()).isLessThanOrEqualTo(100);
    assertThat(budget.taken()).isZero();
  }

  @Test
  void an_unlimited_budget_is_never_short() throws InterruptedException {
    ByteBudget unlimited = ByteBudget.unlimited();

    for (int i = 0; i < 100; i++) {
      assertThat(unlimited.hold().take(1_000_000_000, Duration.ZERO)).isTrue();
    }
  }

  @Test
  void a_share_of_the_heap() {
    long heap = Runtime.getRuntime().maxMemory();

    assertThat(ByteBudget.ofHeap(50).total()).isBetween(heap / 2 - 100, heap / 2 + KB);
  }

  private Hold taken(int kilobytes) throws InterruptedException {
    Hold hold = budget.hold();
    assertThat(hold.take((long) kilobytes * KB, Duration.ZERO)).isTrue();
    return hold;
  }

  private Hold take(int kilobytes) {
    try {
      Hold hold = budget.hold();
      assertThat(hold.take((long) kilobytes * KB, LONG)).isTrue();
      return hold;
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }
}
