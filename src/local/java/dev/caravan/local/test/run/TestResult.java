package dev.caravan.local.test.run;

import dev.caravan.local.test.format.RouteTest;
import dev.caravan.local.test.match.Mismatch;
import java.time.Duration;
import java.util.List;

/**
 * The result of one test.
 *
 * @param mismatches empty if the test passed
 * @param story for a failed test what happened, one line each
 */
public record TestResult(
    RouteTest test, List<Mismatch> mismatches, List<String> story, Duration took) {

  public boolean passed() {
    return mismatches.isEmpty();
  }
}
