package dev.caravan.pace;

import java.time.Duration;
import java.util.Comparator;
import java.util.PriorityQueue;
import java.util.Random;
import java.util.concurrent.TimeUnit;

/**
 * A model with a quota, asked as often as the limit allows, with more prompts waiting than it can
 * take. Time is a number: calls take 5 to 12 s, a throttle 50 ms, a simulated hour some
 * milliseconds.
 */
final class Simulation {

  /** Whether the model takes one more call. */
  @FunctionalInterface
  interface Quota {
    boolean takes(long now, int serving);

    static Quota concurrent(int calls) {
      return (now, serving) -> serving < calls;
    }

    /** This many calls in each minute of the clock; unused calls are lost. */
    static Quota perMinute(int calls) {
      int[] taken = new int[1];
      long[] minute = new long[1];
      return (now, serving) -> {
        long current = TimeUnit.NANOSECONDS.toMinutes(now);
        taken[0] = current == minute[0] ? taken[0] : 0;
        minute[0] = current;
        return taken[0]++ < calls;
      };
    }

    /** A bucket that fills steadily, so many in a minute, and holds a second of it, or one call. */
    static Quota steady(int perMinute) {
      double most = Math.max(1, perMinute / 60.0);
      double[] held = {most};
      long[] at = new long[1];
      return (now, serving) -> {
        held[0] = Math.min(most, held[0] + (now - at[0]) * perMinute / 60e9);
        at[0] = now;
        boolean taken = held[0] >= 1;
        held[0] -= taken ? 1 : 0;
        return taken;
      };
    }

    /** No calls at all between two times. */
    default Quota butNone(Duration from, Duration to) {
      return (now, serving) -> (now < from.toNanos() || now >= to.toNanos()) && takes(now, serving);
    }
  }

  private record Call(long begunAt, long endsAt, int inFlight, boolean throttled) {}

  private static final long THROTTLE = Duration.ofMillis(50).toNanos();

  private final ThrottleLimit limit;
  private final Quota quota;
  private final Random random;
  private final PriorityQueue<Call> inFlight =
      new PriorityQueue<>(Comparator.comparingLong(Call::endsAt));
  private long now;
  private boolean begun;
  private long begunAt;
  private int serving;
  int answered;
  int throttled;
  int lowest = Integer.MAX_VALUE;
  int highest;

  Simulation(ThrottleLimit limit, Quota quota, long seed) {
    this.limit = limit;
    this.quota = quota;
    this.random = new Random(seed);
  }

  /** Runs for this long; the counts cover only this time. */
  Simulation run(Duration time) {
    answered = 0;
    throttled = 0;
    long end = now + time.toNanos();
    while (now < end) {
      while (inFlight.size() < limit.getLimit() && mayBeginAt() <= now) {
        begin();
      }
      long ends = inFlight.isEmpty() ? end : inFlight.peek().endsAt();
      long free = mayBeginAt() > now ? mayBeginAt() : end;
      now = Math.min(end, Math.min(ends, free));
      while (!inFlight.isEmpty() && inFlight.peek().endsAt() <= now) {
        finish(inFlight.poll());
      }
    }
    return this;
  }

  private long mayBeginAt() {
    long apart = begun ? begunAt + limit.apart() : now;
    return Math.max(apart, now + limit.restLeft(now));
  }

  private void begin() {
    begun = true;
    begunAt = now;
    boolean taken = quota.takes(now, serving);
    serving += taken ? 1 : 0;
    long takes = taken ? random.nextLong(5_000_000_000L, 12_000_000_000L) : THROTTLE;
    inFlight.add(new Call(now, now + takes, inFlight.size() + 1, !taken));
  }

  private void finish(Call call) {
    serving -= call.throttled() ? 0 : 1;
    throttled += call.throttled() ? 1 : 0;
    answered += call.throttled() ? 0 : 1;
    limit.onSample(
        call.begunAt(), call.endsAt() - call.begunAt(), call.inFlight(), call.throttled());
    lowest = Math.min(lowest, limit.getLimit());
    highest = Math.max(highest, limit.getLimit());
  }
}
