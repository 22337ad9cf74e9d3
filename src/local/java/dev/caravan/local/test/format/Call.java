package dev.caravan.local.test.format;

import dev.caravan.local.test.match.Located;
import java.util.Map;

/** What a step does. */
public sealed interface Call {

  /**
   * An HTTP request.
   *
   * @param body null where there is none; a text is sent as it is, all else as JSON
   * @param management whether it goes to the management port
   */
  record Http(
      Located whole,
      String method,
      String path,
      Map<String, String> headers,
      Located body,
      boolean management)
      implements Call {}

  /**
   * A message on the queue.
   *
   * @param body a text is sent as it is, all else as JSON
   * @param attributes text, or a number
   */
  record Message(Located whole, Located body, Map<String, Located> attributes) implements Call {}

  /** Where it stands. */
  Located whole();
}
