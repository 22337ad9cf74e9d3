package dev.caravan.pace;

import java.time.Duration;

/** Estimates the time until a prompt's turn, from the recent duration of calls. */
final class TurnTime {

  private static final long SECOND = Duration.ofSeconds(1).toNanos();
  private static final long SHORTEST = 1;
  private static final long LONGEST = 60;

  private TurnTime() {}

  /**
   * @param ahead number of prompts that wait already
   * @param interval nanoseconds from turn to turn
   * @param resting nanoseconds in which no call may begin
   * @return whole seconds, 1 to 60
   */
  static Duration after(int ahead, long interval, long resting) {
    long turn = (ahead + 1) * interval;
    long seconds = (Math.max(turn, resting) + SECOND - 1) / SECOND;
    return Duration.ofSeconds(Math.min(LONGEST, Math.max(SHORTEST, seconds)));
  }
}
