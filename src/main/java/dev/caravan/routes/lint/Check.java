package dev.caravan.routes.lint;

import dev.caravan.routes.lint.model.Routes;

/** Looks at all routes for what its rules name. */
public interface Check {

  void check(Routes routes, Findings findings);
}
