package dev.caravan.routes.lint.model;

import dev.caravan.routes.lint.source.Yaml;
import java.util.List;

/**
 * A part of a file that defines how failures are handled.
 *
 * @param id of the route configuration; empty if it applies to all routes
 * @param where the position of its id, or of the part itself
 * @param onExceptions the mappings below {@code onException}
 * @param errorHandlers the mappings below {@code errorHandler}
 * @param steps all steps in it
 */
public record FailureHandling(
    String id, Yaml where, List<Yaml> onExceptions, List<Yaml> errorHandlers, List<Step> steps) {}
