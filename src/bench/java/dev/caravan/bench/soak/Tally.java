package dev.caravan.bench.soak;

/**
 * The prompts sent to the service and their results, with every prompt accounted for.
 *
 * @param queued messages sent to the queue
 * @param called calls of POST /generate
 * @param done prompts that were stored, each with one model call
 * @param deadLettered messages that were invalid
 * @param refused calls that were invalid
 * @param turnedAway calls that were refused with a time to try again
 * @param givenBack messages delivered again because the model had no capacity for their prompts
 * @param throttled model calls that Bedrock throttled
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

  /** Whether everything that a run should contain has happened. */
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
