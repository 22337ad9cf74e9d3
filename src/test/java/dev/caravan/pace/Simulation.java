package dev.caravan.pace;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.PriorityQueue;
import java.util.Random;
import java.util.concurrent.TimeUnit;

/**
 * A model with a quota, asked by one or several instances as often as the limit of each allows,
 * with more prompts waiting than it can take. Time is a number: a throttle takes 50 ms, a simulated
 * hour some milliseconds.
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

  /** The shortest and the longest answered call. */
  enum Calls {
    IMAGES(5_000, 12_000),
    TEXTS(200, 400);

    private final long shortest;
    private final long longest;

    Calls(long shortestMillis, long longestMillis) {
      this.shortest = TimeUnit.MILLISECONDS.toNanos(shortestMillis);
      this.longest = TimeUnit.MILLISECONDS.toNanos(longestMillis);
    }
  }

  private static final class Instance {
    private final ThrottleLimit limit;
    private int inFlight;
    private boolean begun;
    private long begunAt;

    Instance(ThrottleLimit limit) {
      this.limit = limit;
    }
  }

  private record Call(
      Instance of, long begunAt, long endsAt, int inFlight, long after, boolean throttled) {}

  private static final long THROTTLE = Duration.ofMillis(50).toNanos();

  private final List<Instance> instances = new ArrayList<>();
  private final Quota quota;
  private final Calls calls;
  private final Random random;
  private final PriorityQueue<Call> inFlight =
      new PriorityQueue<>(Comparator.comparingLong(Call::endsAt));
  private long now;
  private int serving;
  int answered;
  int throttled;
  int lowest = Integer.MAX_VALUE;
  int highest;

  Simulation(ThrottleLimit limit, Quota quota, long seed) {
    this(List.of(limit), quota, Calls.IMAGES, seed);
  }

  Simulation(List<ThrottleLimit> limits, Quota quota, Calls calls, long seed) {
    limits.forEach(limit -> instances.add(new Instance(limit)));
    this.quota = quota;
    this.calls = calls;
    this.random = new Random(seed);
  }

  /** Runs for this long; the counts cover only this time. */
  Simulation run(Duration time) {
    answered = 0;
    throttled = 0;
    long end = now + time.toNanos();
    while (now < end) {
      long next = end;
      for (Instance instance : instances) {
        while (hasPlace(instance) && mayBeginAt(instance) <= now) {
          begin(instance);
        }
        next = hasPlace(instance) ? Math.min(next, mayBeginAt(instance)) : next;
      }
      now = inFlight.isEmpty() ? next : Math.min(next, inFlight.peek().endsAt());
      while (!inFlight.isEmpty() && inFlight.peek().endsAt() <= now) {
        finish(inFlight.poll());
      }
    }
    return this;
  }

  private static boolean hasPlace(Instance instance) {
    return instance.inFlight < instance.limit.getLimit();
  }

  private long mayBeginAt(Instance instance) {
    long queue = instance.begun ? instance.limit.queueWait(instance.begunAt, now) : 0;
    return now + Math.max(queue, instance.limit.restLeft(now));
  }

  private void begin(Instance instance) {
    long after = instance.begun ? now - instance.begunAt : Long.MAX_VALUE;
    instance.begun = true;
    instance.begunAt = now;
    boolean taken = quota.takes(now, serving);
    serving += taken ? 1 : 0;
    instance.inFlight++;
    long takes = taken ? random.nextLong(calls.shortest, calls.longest) : THROTTLE;
    inFlight.add(new Call(instance, now, now + takes, instance.inFlight, after, !taken));
  }

  private void finish(Call call) {
    ThrottleLimit limit = call.of().limit;
    call.of().inFlight--;
    serving -= call.throttled() ? 0 : 1;
    throttled += call.throttled() ? 1 : 0;
    answered += call.throttled() ? 0 : 1;
    limit.onSample(
        call.begunAt(),
        call.endsAt() - call.begunAt(),
        call.inFlight(),
        call.after(),
        call.throttled());
    lowest = Math.min(lowest, limit.getLimit());
    highest = Math.max(highest, limit.getLimit());
  }
}
