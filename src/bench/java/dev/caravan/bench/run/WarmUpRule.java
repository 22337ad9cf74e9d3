package dev.caravan.bench.run;

/**
 * When a contestant is warm: its JVM has run for a while and its compiler was quiet for a slice.
 * What it still compiles then, a round does not show.
 *
 * @param leastSeconds before which it is never warm
 * @param mostSeconds after which it counts as warm whatever its compiler does
 */
public record WarmUpRule(double sliceSeconds, double leastSeconds, double mostSeconds) {

  /**
   * Of a slice. The compiler's time is that of all its threads together and by the clock: waiting
   * for a core is in it, so that it is never less than what they use.
   */
  public static final double QUIET = 0.10;

  public static boolean isQuiet(double compilerShare) {
    return compilerShare < QUIET;
  }

  boolean isOver(double seconds, double compilerShare) {
    return seconds >= mostSeconds || seconds >= leastSeconds && isQuiet(compilerShare);
  }

  /**
   * About how long it takes.
   *
   * @param cold the JVM has just been started
   */
  double usual(boolean cold) {
    return cold ? (leastSeconds + mostSeconds) / 2 : Math.min(mostSeconds, 1.5 * leastSeconds);
  }

  /** For a JVM whose compiler gets little to do. */
  WarmUpRule atMost(double seconds) {
    return new WarmUpRule(sliceSeconds, leastSeconds, Math.min(mostSeconds, seconds));
  }

  /** With another most, and all else no longer than that. */
  public WarmUpRule within(double most) {
    return new WarmUpRule(Math.min(sliceSeconds, most), Math.min(leastSeconds, most), most);
  }

  /** One slice, as long as the least. */
  WarmUpRule once() {
    return new WarmUpRule(leastSeconds, leastSeconds, leastSeconds);
  }
}
