package dev.caravan.bench.http;

import dev.caravan.bench.jvm.BenchFailedException;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.function.LongFunction;

/**
 * Calls at a steady rate that does not depend on the answers, from the start until {@link #stop}. A
 * call that is sent or answered late counts from the moment it was due, so a stall shows in the
 * figures of every call that it delayed.
 */
final class SteadyCalls {

  /** A caller that waits longer for a connection or an answer gives up. */
  static final Duration LONGEST_CALL = Duration.ofSeconds(10);

  /** One call, and the place for its answer. */
  record Call(Request request, java.util.function.Consumer<Answer> then) {}

  private final Caller caller;
  private final long intervalNanos;
  private final LongFunction<Call> calls;
  private final AtomicInteger open = new AtomicInteger();
  private final Thread thread = new Thread(this::run, "steady-calls");
  private volatile boolean stopped;

  private SteadyCalls(Caller caller, double perSecond, LongFunction<Call> calls) {
    this.caller = caller;
    this.intervalNanos = (long) (1e9 / perSecond);
    this.calls = calls;
  }

  /**
   * @param calls the n-th call, from 0
   */
  static SteadyCalls start(Caller caller, double perSecond, LongFunction<Call> calls) {
    SteadyCalls steady = new SteadyCalls(caller, perSecond, calls);
    steady.thread.setDaemon(true);
    steady.thread.start();
    return steady;
  }

  private void run() {
    long begin = System.nanoTime();
    for (long n = 0; !stopped; n++) {
      long due = begin + n * intervalNanos;
      for (long left = due - System.nanoTime(); left > 0; left = due - System.nanoTime()) {
        LockSupport.parkNanos(left);
      }
      Call call = calls.apply(n);
      open.incrementAndGet();
      caller
          .send(call.request(), due, LONGEST_CALL)
          .onSuccess(call.then()::accept)
          .onComplete(over -> open.decrementAndGet());
    }
  }

  /** Sends no more calls and waits for the answers to those that were sent. */
  void stop() throws InterruptedException {
    stopped = true;
    thread.join();
    // A connection and an answer may each take the longest time.
    long end = System.nanoTime() + 3 * LONGEST_CALL.toNanos();
    while (open.get() > 0) {
      if (System.nanoTime() > end) {
        throw new BenchFailedException(
            open.get() + " calls were neither answered nor given up in time.");
      }
      TimeUnit.MILLISECONDS.sleep(10);
    }
  }
}
