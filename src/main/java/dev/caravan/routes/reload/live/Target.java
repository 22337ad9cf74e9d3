package dev.caravan.routes.reload.live;

import java.util.List;
import java.util.Set;
import org.apache.camel.model.RouteDefinition;

/**
 * What is to run after a swap.
 *
 * @param changed of routes that run; their entrance may be another too
 * @param added of routes that do not
 * @param removed ids
 */
public record Target(
    List<RouteDefinition> changed, List<RouteDefinition> added, Set<String> removed) {

  public boolean isNothing() {
    return changed.isEmpty() && added.isEmpty() && removed.isEmpty();
  }
}
