package dev.caravan.local.test.run;

import dev.caravan.local.test.format.RouteTest;

/** Receives the progress of a run. */
public interface Progress {

  /** The routes are about to start, with the settings of the next {@code tests} tests. */
  default void starting(int tests) {}

  default void begun(RouteTest test) {}

  default void ended(TestResult result) {}
}
