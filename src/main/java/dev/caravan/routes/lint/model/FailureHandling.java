package dev.caravan.routes.lint.model;

import dev.caravan.routes.lint.source.Yaml;
import java.util.List;

/**
 * A part of a file that says what becomes of failures.
 *
 * @param id of the route configuration; empty for one that holds for all
 * @param where its id, or the part itself
 * @param onExceptions the mappings below {@code onException}
 * @param errorHandlers the mappings below {@code errorHandler}
 * @param steps all steps of it
 */
public record FailureHandling(
    String id, Yaml where, List<Yaml> onExceptions, List<Yaml> errorHandlers, List<Step> steps) {

  /** True where failures of a route are not seen by its caller. */
  public boolean leavesFailuresToCaller() {
    return onExceptions.isEmpty()
        && errorHandlers.stream().anyMatch(handler -> handler.get("noErrorHandler").isPresent());
  }
}
