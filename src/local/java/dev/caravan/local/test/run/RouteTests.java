package dev.caravan.local.test.run;

import dev.caravan.local.LocalAws;
import dev.caravan.local.test.format.RouteTest;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/**
 * Runs tests on a laptop AWS, one after the other. Tests with the same settings share one start of
 * the routes. While a test runs, nothing else uses its queue, bucket and model.
 */
public final class RouteTests {

  private final LocalAws aws;
  private final Path routes;
  private final boolean failFast;

  /**
   * @param failFast whether to stop after the first test that fails
   */
  public RouteTests(LocalAws aws, Path routes, boolean failFast) {
    this.aws = aws;
    this.routes = routes;
    this.failFast = failFast;
  }

  /** The results of the tests that ran, in that order. */
  public List<TestResult> run(List<RouteTest> tests, Progress progress)
      throws InterruptedException {
    List<TestResult> results = new ArrayList<>();
    try (CapturedLog log = CapturedLog.begin()) {
      for (Map.Entry<Map<String, String>, List<RouteTest>> group : groups(tests).entrySet()) {
        progress.starting(group.getValue().size());
        String name = "route-tests-" + UUID.randomUUID().toString().substring(0, 8);
        try (Stage stage = Stage.start(aws, name, routes, group.getKey())) {
          for (RouteTest test : group.getValue()) {
            progress.begun(test);
            TestResult result = new TestRun(stage, log, test).run();
            results.add(result);
            progress.ended(result);
            if (failFast && !result.passed()) {
              return results;
            }
          }
        }
      }
    }
    return results;
  }

  private static Map<Map<String, String>, List<RouteTest>> groups(List<RouteTest> tests) {
    Map<Map<String, String>, List<RouteTest>> groups = new LinkedHashMap<>();
    tests.forEach(
        test -> groups.computeIfAbsent(test.settings(), set -> new ArrayList<>()).add(test));
    return groups;
  }
}
