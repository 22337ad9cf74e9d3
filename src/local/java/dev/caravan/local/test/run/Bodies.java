package dev.caravan.local.test.run;

import dev.caravan.local.test.match.Located;

/** Turns a value of a test file into the text that is sent. */
final class Bodies {

  private Bodies() {}

  /** Text as is, other values as JSON. */
  static String text(Located body) {
    return body.json().isTextual() ? body.text() : body.json().toString();
  }
}
