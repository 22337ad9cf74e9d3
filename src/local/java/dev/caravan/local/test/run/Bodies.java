package dev.caravan.local.test.run;

import dev.caravan.local.test.match.Located;

/** What goes over the wire for a value of a test file. */
final class Bodies {

  private Bodies() {}

  /** A text as it is, all else as JSON. */
  static String text(Located body) {
    return body.json().isTextual() ? body.text() : body.json().toString();
  }
}
