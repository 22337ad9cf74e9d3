package dev.caravan.pace;

import java.time.Duration;

/** How long until it is one's turn, from how long calls took of late. */
final class TurnTime {

  /** What is taken for a call's duration before one has been seen. */
  private static final Duration USUAL = Duration.ofSeconds(5);

  private static final long SECOND = Duration.ofSeconds(1).toNanos();
  private static final long SHORTEST = 1;
  private static final long LONGEST = 60;

  private TurnTime() {}

  /**
   * @param ahead who waits already
   * @param usual nanoseconds a call takes; 0 where none has been seen
   * @param limit calls that may be in flight, 1 or more
   * @param resting nanoseconds in which none may begin
   * @return whole seconds, 1 to 60
   */
  static Duration after(int ahead, long usual, int limit, long resting) {
    long turn = (ahead + 1) * (usual == 0 ? USUAL.toNanos() : usual) / limit;
    long seconds = (Math.max(turn, resting) + SECOND - 1) / SECOND;
    return Duration.ofSeconds(Math.min(LONGEST, Math.max(SHORTEST, seconds)));
  }
}
