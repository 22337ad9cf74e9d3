package dev.caravan.routes.reload.live;

import java.util.List;
import java.util.Set;
import org.apache.camel.model.RouteDefinition;

/**
 * The routes to change, add and remove.
 *
 * @param changed new definitions of running routes, possibly with another entrance
 * @param added definitions of new routes
 * @param removed the ids of the routes to remove
 */
public record Changes(
    List<RouteDefinition> changed, List<RouteDefinition> added, Set<String> removed) {}
