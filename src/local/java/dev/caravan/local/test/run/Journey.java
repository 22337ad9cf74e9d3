package dev.caravan.local.test.run;

import java.util.List;

/**
 * The path of one request or message through the routes.
 *
 * @param route the route that it entered by
 * @param messageId null for a request
 * @param generation the generation's id; null if it was never known
 * @param failed whether the route failed, so that a message stays on its queue
 * @param outcome how the journey ended, in words
 */
record Journey(
    String route,
    String messageId,
    String generation,
    List<Stop> stops,
    boolean failed,
    String outcome) {

  /**
   * A step that was passed.
   *
   * @param place for example {@code generate.camel.yaml:14}
   */
  record Stop(String route, String step, String place, long millis) {}
}
