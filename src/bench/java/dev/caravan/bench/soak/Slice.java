package dev.caravan.bench.soak;

/**
 * A part of a run: calm, then Bedrock throttles, then calm again.
 *
 * @param perSecond prompts, by both entrances together
 * @param throttled the part of its time in which Bedrock does
 */
record Slice(double seconds, double perSecond, double throttled) {

  /** Enough for a prompt that can't be used at each entrance, and for retries to run out. */
  static final Slice REHEARSAL = new Slice(3, 40, 0.5);

  double throttledSeconds() {
    return throttled * seconds;
  }

  /** Before it throttles, and after it. */
  double calmSeconds() {
    return (seconds - throttledSeconds()) / 2;
  }
}
