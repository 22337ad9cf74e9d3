package dev.caravan.routes.reload;

import com.fasterxml.jackson.databind.node.ObjectNode;

/** Delivers changed routes to a running service. */
public interface RouteSource {

  /** The service runs, and takes over routes from now on. Must return at once. */
  void begin(Intake intake);

  /** Adds what the source delivers to {@code GET /observe/routes}. */
  void describe(ObjectNode json);

  /** True while the routes that should run can't be used. */
  boolean isRefused();

  /** The service stops. Returns when nothing is taken over any more. */
  void end();
}
