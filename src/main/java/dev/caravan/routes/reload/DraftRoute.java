package dev.caravan.routes.reload;

import org.apache.camel.model.RouteDefinition;

/**
 * A route as it would be.
 *
 * @param file the name of the file that it stands in
 * @param hash of everything that it is made of
 */
record DraftRoute(String id, String file, String hash, RouteDefinition definition) {}
