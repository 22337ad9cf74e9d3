package dev.caravan.routes.reload;

import org.apache.camel.model.RouteDefinition;

/**
 * A route read from the saved files.
 *
 * @param file the name of the file that contains it
 * @param hash of everything that defines it; see {@link RouteContent}
 */
record DraftRoute(String id, String file, String hash, RouteDefinition definition) {}
