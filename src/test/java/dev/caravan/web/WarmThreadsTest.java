package dev.caravan.web;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class WarmThreadsTest {

  private static final int MOST = 8;

  private final WarmThreads threads = new WarmThreads(MOST, Executors.defaultThreadFactory());

  @AfterEach
  void stop() {
    threads.shutdownNow();
  }

  @Test
  void tasks_one_after_the_other_use_one_thread_after_many_were_busy() throws Exception {
    CountDownLatch busy = new CountDownLatch(1);
    List<Future<Integer>> all = new ArrayList<>();
    for (int n = 0; n < MOST; n++) {
      all.add(threads.submit(() -> hold(busy), 0));
    }
    busy.countDown();
    for (Future<Integer> one : all) {
      one.get(10, TimeUnit.SECONDS);
    }
    Set<Thread> used = ConcurrentHashMap.newKeySet();

    for (int n = 0; n < 50; n++) {
      threads.submit(() -> used.add(Thread.currentThread())).get(10, TimeUnit.SECONDS);
      // The thread waits for its next task soon after its last one.
      Thread.sleep(2);
    }

    assertThat(used).hasSizeLessThan(MOST / 2);
  }

  @Test
  void no_more_tasks_run_at_once_than_there_may_be_threads_and_none_is_lost() {
    AtomicInteger now = new AtomicInteger();
    AtomicInteger peak = new AtomicInteger();
    AtomicInteger done = new AtomicInteger();
    int tasks = 100_000;

    List<Thread> senders =
        IntStream.range(0, 4)
            .mapToObj(
                sender ->
                    new Thread(
                        () -> {
                          for (int n = 0; n < tasks / 4; n++) {
                            threads.execute(
                                () -> {
                                  peak.accumulateAndGet(now.incrementAndGet(), Math::max);
                                  Thread.yield();
                                  now.decrementAndGet();
                                  done.incrementAndGet();
                                });
                          }
                        }))
            .toList();
    senders.forEach(Thread::start);

    await().atMost(60, TimeUnit.SECONDS).until(() -> done.get() == tasks);
    assertThat(peak.get()).isLessThanOrEqualTo(MOST);
  }

  @Test
  void a_task_that_fails_takes_no_other_with_it() throws Exception {
    WarmThreads one = new WarmThreads(1, Executors.defaultThreadFactory());
    CountDownLatch busy = new CountDownLatch(1);
    one.execute(() -> hold(busy));
    one.execute(
        () -> {
          throw new IllegalStateException("a bug");
        });
    Future<Integer> last = one.submit(() -> 3);
    busy.countDown();

    assertThat(last.get(10, TimeUnit.SECONDS)).isEqualTo(3);
    one.shutdownNow();
  }

  @Test
  void after_a_shutdown_the_tasks_that_came_before_run_and_others_are_refused() throws Exception {
    CountDownLatch busy = new CountDownLatch(1);
    IntStream.range(0, MOST).forEach(n -> threads.execute(() -> hold(busy)));
    Future<Integer> queued = threads.submit(() -> 1);
    threads.shutdown();
    busy.countDown();

    assertThat(queued.get(10, TimeUnit.SECONDS)).isEqualTo(1);
    assertThat(threads.awaitTermination(10, TimeUnit.SECONDS)).isTrue();
    assertThatThrownBy(() -> threads.execute(() -> {}))
        .isInstanceOf(RejectedExecutionException.class);
  }

  private static void hold(CountDownLatch latch) {
    try {
      latch.await(30, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
