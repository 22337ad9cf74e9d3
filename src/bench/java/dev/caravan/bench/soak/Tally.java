package dev.caravan.bench.soak;

/**
 * What was asked of the service, and what came of it; all of it is accounted for.
 *
 * @param queued messages sent to the queue
 * @param called calls of POST /generate
 * @param done prompts that were stored, each with one model call
 * @param deadLettered messages that could not be used
 * @param refused calls that could not be used
 * @param turnedAway calls that were told to come again later
 * @param givenBack messages that came again, their prompts having found no place at the model
 * @param throttled model calls that Bedrock turned away
 */
public record Tally(
    long queued,
    long called,
    long done,
    long deadLettered,
    long refused,
    long turnedAway,
    long givenBack,
    long throttled) {

  static final Tally NONE = new Tally(0, 0, 0, 0, 0, 0, 0, 0);

  /** Whether all has happened that happens in a run. */
  boolean isComplete() {
    return done > 0
        && deadLettered > 0
        && refused > 0
        && turnedAway > 0
        && givenBack > 0
        && throttled > 0;
  }

  Tally plus(Tally more) {
    return new Tally(
        queued + more.queued,
        called + more.called,
        done + more.done,
        deadLettered + more.deadLettered,
        refused + more.refused,
        turnedAway + more.turnedAway,
        givenBack + more.givenBack,
        throttled + more.throttled);
  }
}
