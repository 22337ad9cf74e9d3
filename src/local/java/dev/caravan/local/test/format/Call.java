package dev.caravan.local.test.format;

import dev.caravan.local.test.match.Located;
import java.util.Map;

/** What a step calls. */
public sealed interface Call {

  /**
   * An HTTP request.
   *
   * @param body null if there is none; text is sent as is, other values as JSON
   * @param management whether the request goes to the management port
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
   * @param body text is sent as is, other values as JSON
   * @param attributes each a text or a number
   */
  record Message(Located whole, Located body, Map<String, Located> attributes) implements Call {}

  /** The whole call, with its place in the file. */
  Located whole();
}
