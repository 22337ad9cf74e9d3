package dev.caravan.web;

import java.util.List;
import java.util.Objects;
import org.apache.camel.Message;

/** The lines of a request's header. Camel stores a single line as text and several as a list. */
final class Lines {

  private Lines() {}

  static List<String> of(Message message, String name) {
    Object found = message.getHeader(name);
    if (found instanceof List<?> lines) {
      return lines.stream().map(Objects::toString).toList();
    }
    return found == null ? List.of() : List.of(found.toString());
  }
}
