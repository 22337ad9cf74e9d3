package dev.caravan.bench.http;

import java.util.Map;

/**
 * How the calls of one kind were answered. Times are in milliseconds, from the moment a call was
 * due until the end of its answer; a call without an answer counts until it failed.
 *
 * @param expected calls with the expected status
 * @param others the other calls, by status or kind of failure
 */
public record Answers(
    long calls, long expected, Map<String, Long> others, double p50, double p99, double max) {

  /** Calls without the expected answer. */
  public long failed() {
    return calls - expected;
  }
}
