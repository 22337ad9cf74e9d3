package dev.caravan.local.test.run;

import java.util.List;

/**
 * The way of one request or message through the routes.
 *
 * @param route it came in by
 * @param messageId null where it is no message
 * @param generation its id, as far as it was known
 * @param failed whether the route failed, so that a message stays on its queue
 * @param outcome how it ended, in words
 */
record Journey(
    String route,
    String messageId,
    String generation,
    List<Stop> stops,
    boolean failed,
    String outcome) {

  /** A step that it passed: {@code generate.camel.yaml:14}. */
  record Stop(String route, String step, String place, long millis) {}
}
