package dev.caravan.metrics;

import java.time.Clock;
import java.time.Duration;
import java.util.Arrays;

/**
 * How long prompts took in the last hour, for the operators' page. The hour has sixty slots of a
 * minute, and each slot counts its times in classes, so that it takes the same memory for any
 * number of prompts. A percentile is at most 5 % above the true one.
 */
public final class LastHour {

  private static final int SLOTS = 60;

  /** The upper bound of each class is this many times the one before. */
  private static final double STEP = 1.05;

  /** The last class begins after about 27 hours. */
  private static final int CLASSES = 380;

  private final Clock clock;
  private final int[][] counts = new int[SLOTS][];
  private final long[] minutes = new long[SLOTS];

  public LastHour() {
    this(Clock.systemUTC());
  }

  LastHour(Clock clock) {
    this.clock = clock;
  }

  /**
   * What the last hour shows.
   *
   * @param count number of prompts
   * @param p50 the time within which half of them ended; null if there were none
   */
  public record Figures(long count, Duration p50, Duration p95, Duration p99) {}

  /** Adds a prompt that has ended now. */
  public synchronized void add(Duration time) {
    long minute = minute();
    int slot = (int) (minute % SLOTS);
    if (counts[slot] == null) {
      counts[slot] = new int[CLASSES];
    } else if (minutes[slot] != minute) {
      Arrays.fill(counts[slot], 0);
    }
    minutes[slot] = minute;
    counts[slot][classOf(time)]++;
  }

  public synchronized Figures figures() {
    long oldest = minute() - SLOTS;
    long[] sums = new long[CLASSES];
    long count = 0;
    for (int slot = 0; slot < SLOTS; slot++) {
      if (counts[slot] != null && minutes[slot] > oldest) {
        for (int n = 0; n < CLASSES; n++) {
          sums[n] += counts[slot][n];
          count += counts[slot][n];
        }
      }
    }
    return new Figures(
        count,
        percentile(sums, count, 0.5),
        percentile(sums, count, 0.95),
        percentile(sums, count, 0.99));
  }

  private static Duration percentile(long[] sums, long count, double part) {
    if (count == 0) {
      return null;
    }
    long rank = (long) Math.ceil(part * count);
    long seen = 0;
    int at = -1;
    while (seen < rank) {
      seen += sums[++at];
    }
    return Duration.ofMillis(Math.round(Math.pow(STEP, at)));
  }

  /** The first class whose upper bound, in milliseconds, is not less. */
  private static int classOf(Duration time) {
    double millis = Math.max(1, time.toNanos() / 1e6);
    return (int) Math.min(CLASSES - 1, Math.ceil(Math.log(millis) / Math.log(STEP) - 1e-9));
  }

  private long minute() {
    return clock.instant().getEpochSecond() / 60;
  }
}
