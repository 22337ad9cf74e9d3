package dev.caravan.routes.reload;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Optional;

/** Delivers changed routes to a running service. */
public interface RouteSource {

  /** The service runs, and takes over routes from now on. Must return at once. */
  void begin(Intake intake);

  /** Adds what the source delivers to {@code GET /observe/routes}. */
  void describe(ObjectNode json);

  /** Why the routes that should run can't be used; empty if they run or are still awaited. */
  Optional<Rejection> rejection();

  /** The service stops. Returns when nothing is taken over any more. */
  void end();
}
