package dev.caravan.routes.lint.model;

import dev.caravan.routes.lint.source.Yaml;
import java.util.List;
import java.util.Optional;

/**
 * A route.
 *
 * @param id empty where it has none
 * @param part the item of the file that it is
 * @param body the mapping that {@code id} and {@code from} stand in
 * @param from empty where there is no usable one
 * @param steps all, also those within others
 */
public record Route(String id, Yaml part, Yaml body, Optional<EndpointUse> from, List<Step> steps) {

  /** What messages call it. */
  public String shown() {
    return id.isEmpty() ? "the route on line " + part.line() : "the route \"" + id + "\"";
  }

  public String scheme() {
    return from.map(EndpointUse::scheme).orElse("");
  }

  public boolean isFromSqs() {
    return scheme().equals("aws2-sqs");
  }
}
