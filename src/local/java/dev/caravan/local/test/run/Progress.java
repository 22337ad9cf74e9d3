package dev.caravan.local.test.run;

import dev.caravan.local.test.format.RouteTest;

/** Is told how a run goes. */
public interface Progress {

  /** The routes are started with the settings of the tests to come. */
  default void starting(int tests) {}

  default void begun(RouteTest test) {}

  default void ended(TestResult result) {}
}
