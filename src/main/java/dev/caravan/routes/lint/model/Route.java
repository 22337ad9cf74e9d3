package dev.caravan.routes.lint.model;

import dev.caravan.routes.lint.source.Yaml;
import java.util.List;
import java.util.Optional;

/**
 * A route.
 *
 * @param id empty if it has none
 * @param part the item of the file that contains it
 * @param body the mapping with {@code id} and {@code from}
 * @param from empty if it is missing or unusable
 * @param steps all steps, including nested ones
 */
public record Route(String id, Yaml part, Yaml body, Optional<EndpointUse> from, List<Step> steps) {

  /** Its name in messages. */
  public String shown() {
    return id.isEmpty() ? "the route on line " + part.line() : "the route `" + id + "`";
  }

  public String scheme() {
    return from.map(EndpointUse::scheme).orElse("");
  }

  public boolean isFromSqs() {
    return scheme().equals("aws2-sqs");
  }
}
