package dev.caravan.logging;

import java.util.HashSet;
import java.util.Set;
import java.util.stream.Stream;

/**
 * The ids of the routes in which prompts arrive. Metrics, traces and the log context begin there.
 */
public final class Entrances {

  private final Set<String> http = new HashSet<>(Set.of("http-generate"));
  private final Set<String> queue = new HashSet<>(Set.of("queue"));

  /**
   * @param ids of additional routes that take prompts by HTTP, separated by commas
   */
  public void setAlsoHttp(String ids) {
    add(ids, http);
  }

  /**
   * @param ids of additional routes that take prompts from a queue, separated by commas
   */
  public void setAlsoQueue(String ids) {
    add(ids, queue);
  }

  private static void add(String ids, Set<String> to) {
    Stream.of(ids.split(",")).map(String::strip).filter(id -> !id.isEmpty()).forEach(to::add);
  }

  public boolean isHttp(String routeId) {
    return http.contains(routeId);
  }

  public boolean isQueue(String routeId) {
    return queue.contains(routeId);
  }

  public Set<String> http() {
    return Set.copyOf(http);
  }

  public Set<String> queue() {
    return Set.copyOf(queue);
  }
}
