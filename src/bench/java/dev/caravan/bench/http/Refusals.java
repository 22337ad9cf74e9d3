package dev.caravan.bench.http;

import java.util.List;

/**
 * The outcome of callers above the limit.
 *
 * @param holding callers that took all places of the model and of its line
 * @param answers 429 is expected
 * @param withRetryAfter answers that said when to call again
 */
public record Refusals(int holding, Answers answers, long withRetryAfter) {

  private static final double P99_MS = 50;

  List<Goal> goals() {
    return List.of(
        Goal.atMost(Phase.REFUSALS, "429, p99", answers.p99(), "ms", P99_MS),
        Goal.exactly(
            Phase.REFUSALS, "429 without `Retry-After`", answers.expected() - withRetryAfter, 0),
        Goal.exactly(Phase.REFUSALS, "other answers", answers.failed(), 0));
  }
}
