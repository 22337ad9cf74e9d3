package dev.caravan.local.test.run;

import dev.caravan.local.test.format.RouteTest;
import dev.caravan.local.test.match.Mismatch;
import java.time.Duration;
import java.util.List;

/**
 * What became of a test.
 *
 * @param mismatches empty where it passed
 * @param story what happened, for one that failed: a line each
 */
public record TestResult(
    RouteTest test, List<Mismatch> mismatches, List<String> story, Duration took) {

  public boolean passed() {
    return mismatches.isEmpty();
  }
}
