package dev.caravan.pace;

import java.time.Duration;

/** Estimates the time until a prompt's turn, from the recent duration of calls. */
final class TurnTime {

  /** The assumed duration of a call before any call was answered. */
  private static final Duration USUAL = Duration.ofSeconds(5);

  private static final long SECOND = Duration.ofSeconds(1).toNanos();
  private static final long SHORTEST = 1;
  private static final long LONGEST = 60;

  private TurnTime() {}

  /**
   * @param ahead number of prompts that wait already
   * @param usual nanoseconds that a call takes; 0 if no call was answered yet
   * @param limit maximum number of calls in flight, 1 or more
   * @param resting nanoseconds in which no call may begin
   * @return whole seconds, 1 to 60
   */
  static Duration after(int ahead, long usual, int limit, long resting) {
    long turn = (ahead + 1) * (usual == 0 ? USUAL.toNanos() : usual) / limit;
    long seconds = (Math.max(turn, resting) + SECOND - 1) / SECOND;
    return Duration.ofSeconds(Math.min(LONGEST, Math.max(SHORTEST, seconds)));
  }
}
