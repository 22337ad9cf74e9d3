package dev.caravan.web;

import java.util.List;

/** The media type of a request's body. */
record MediaType(String name) {

  private static final String JSON = "application/json";

  /**
   * @param line of the header {@code Content-Type}; null or blank if the caller sent none
   * @return a type with an empty name if there is none, or if the line breaks the grammar
   */
  static MediaType of(String line) {
    if (JSON.equals(line)) {
      return new MediaType(JSON);
    }
    List<FieldValue> elements = line == null ? List.of() : FieldValue.list(List.of(line));
    boolean isOne = elements.size() == 1 && elements.get(0).value().isEmpty();
    return new MediaType(isOne ? elements.get(0).name() : "");
  }

  /** {@code application/json}, or a type that is JSON by its suffix. */
  boolean isJson() {
    return name.equals(JSON) || name.matches("[^/]+/[^/]+\\+json");
  }

  /** A form as browsers and {@code curl -d} declare it. */
  boolean isForm() {
    return name.equals("application/x-www-form-urlencoded");
  }
}
