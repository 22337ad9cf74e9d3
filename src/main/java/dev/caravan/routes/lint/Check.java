package dev.caravan.routes.lint;

import dev.caravan.routes.lint.model.Routes;

/** Checks all routes for violations of its rules. */
public interface Check {

  void check(Routes routes, Findings findings);
}
