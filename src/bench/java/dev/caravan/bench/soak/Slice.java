package dev.caravan.bench.soak;

/**
 * A part of a run: calm, then Bedrock throttles, then calm again.
 *
 * @param perSecond prompts, queue and HTTP together
 * @param throttled the share of the time in which Bedrock throttles
 */
record Slice(double seconds, double perSecond, double throttled) {

  /** Long enough for an invalid prompt at each entrance, and for retries to run out. */
  static final Slice REHEARSAL = new Slice(3, 40, 0.5);

  double throttledSeconds() {
    return throttled * seconds;
  }

  /** The calm time before Bedrock throttles, and again after it. */
  double calmSeconds() {
    return (seconds - throttledSeconds()) / 2;
  }
}
