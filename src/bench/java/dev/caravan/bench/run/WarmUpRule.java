package dev.caravan.bench.run;

/**
 * Decides when a contestant is warm: its JVM has run for a while, and its compiler was quiet for a
 * slice. Later compilations do not show in a round.
 *
 * @param leastSeconds a contestant is never warm before
 * @param mostSeconds a contestant counts as warm after, whatever its compiler does
 */
public record WarmUpRule(double sliceSeconds, double leastSeconds, double mostSeconds) {

  /**
   * The share of a slice below which the compiler is quiet. The compiler's time is the elapsed time
   * of all its threads together. It includes waits for a core, so it is never less than the CPU
   * time that they use.
   */
  public static final double QUIET = 0.10;

  public static boolean isQuiet(double compilerShare) {
    return compilerShare < QUIET;
  }

  public boolean isOver(double seconds, double compilerShare) {
    return seconds >= mostSeconds || seconds >= leastSeconds && isQuiet(compilerShare);
  }

  /**
   * The usual length of a warm-up, approximately.
   *
   * @param cold whether the JVM has just been started
   */
  double usual(boolean cold) {
    return cold ? (leastSeconds + mostSeconds) / 2 : Math.min(mostSeconds, 1.5 * leastSeconds);
  }

  /** The rule for a JVM whose compiler gets little to do. */
  WarmUpRule atMost(double seconds) {
    return new WarmUpRule(sliceSeconds, leastSeconds, Math.min(mostSeconds, seconds));
  }

  /** The rule with another maximum; no other time is longer than that. */
  public WarmUpRule within(double most) {
    return new WarmUpRule(Math.min(sliceSeconds, most), Math.min(leastSeconds, most), most);
  }

  /** The rule for a single slice, as long as the minimum. */
  WarmUpRule once() {
    return new WarmUpRule(leastSeconds, leastSeconds, leastSeconds);
  }
}
