package dev.caravan.model;

import java.time.Duration;

/**
 * The time between the calls of one prompt that may have been billed. Their number is limited, so a
 * short outage must not use them up: the first calls may follow each other closely, later ones are
 * further and further apart.
 */
public final class CallSpacing {

  /** Calls that may follow each other closely. */
  public static final int CLOSE = 4;

  /** Between the last of these and the next call. */
  public static final Duration FIRST = Duration.ofSeconds(15);

  /** Each gap is so many times as long as the one before. */
  public static final int GROWTH = 4;

  public static final Duration LONGEST = Duration.ofHours(1);

  private CallSpacing() {}

  /**
   * @param calls of the prompt so far that may have been billed, 0 or more
   * @return the shortest time until its next call; zero if the call may follow at once
   */
  public static Duration after(int calls) {
    if (calls < CLOSE) {
      return Duration.ZERO;
    }
    Duration gap = FIRST;
    for (int more = CLOSE; more < calls && gap.compareTo(LONGEST) < 0; more++) {
      gap = gap.multipliedBy(GROWTH);
    }
    return gap.compareTo(LONGEST) > 0 ? LONGEST : gap;
  }
}
