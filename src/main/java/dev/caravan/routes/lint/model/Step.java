package dev.caravan.routes.lint.model;

import dev.caravan.routes.lint.source.Yaml;
import java.util.Optional;
import java.util.Set;

/**
 * A step of a route, possibly nested in another step.
 *
 * @param key the key that names its kind
 * @param body the value of that key
 */
public record Step(Yaml key, Yaml body) {

  private static final Set<String> SENDING = Set.of("to", "toD", "wireTap", "poll");

  public String kind() {
    return key.text();
  }

  public String id() {
    return body.text("id");
  }

  /** The endpoint it sends to or polls; empty for other steps. */
  public Optional<EndpointUse> endpoint() {
    if (SENDING.contains(kind())) {
      return EndpointUse.of(kind(), body);
    }
    boolean constant = kind().equals("enrich") || kind().equals("pollEnrich");
    return constant
        ? expression("constant").flatMap(uri -> EndpointUse.of(kind(), uri))
        : Optional.empty();
  }

  /** Its expression in this language, written with or without {@code expression:} around it. */
  public Optional<Yaml> expression(String language) {
    return body.get(language).or(() -> body.get("expression", language));
  }
}
