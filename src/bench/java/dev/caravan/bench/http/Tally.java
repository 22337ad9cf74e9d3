package dev.caravan.bench.http;

import java.util.Map;
import java.util.TreeMap;
import org.HdrHistogram.Histogram;

/** Counts answers as they arrive, on any thread. */
final class Tally {

  private static final long LONGEST_MICROS = 600_000_000;

  private final int status;
  private final Histogram micros = new Histogram(LONGEST_MICROS, 3);
  private final Map<String, Long> others = new TreeMap<>();
  private long expected;

  /**
   * @param status of the expected answer
   */
  Tally(int status) {
    this.status = status;
  }

  synchronized void add(Answer answer) {
    micros.recordValue(Math.max(0, Math.min(LONGEST_MICROS, answer.micros())));
    if (answer.status() == status) {
      expected++;
    } else {
      others.merge(answer.outcome(), 1L, Long::sum);
    }
  }

  synchronized long expected() {
    return expected;
  }

  synchronized Answers answers() {
    return new Answers(
        micros.getTotalCount(),
        expected,
        Map.copyOf(others),
        micros.getValueAtPercentile(50) / 1_000.0,
        micros.getValueAtPercentile(99) / 1_000.0,
        micros.getMaxValue() / 1_000.0);
  }
}
