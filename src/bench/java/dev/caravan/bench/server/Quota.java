package dev.caravan.bench.server;

/** A limit of calls per minute, as a bucket that holds one second's worth and fills steadily. */
final class Quota {

  private final double perNano;
  private final double most;
  private double held;
  private long at;

  Quota(int callsPerMinute) {
    this.perNano = callsPerMinute / 60e9;
    this.most = Math.max(1, callsPerMinute / 60.0);
    this.held = most;
  }

  static Quota none() {
    return new Quota(Integer.MAX_VALUE);
  }

  /**
   * @param now from {@link System#nanoTime}
   */
  boolean admits(long now) {
    if (at != 0) {
      held = Math.min(most, held + (now - at) * perNano);
    }
    at = now;
    if (held < 1) {
      return false;
    }
    held -= 1;
    return true;
  }
}
