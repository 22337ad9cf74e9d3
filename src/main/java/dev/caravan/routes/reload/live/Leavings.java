package dev.caravan.routes.reload.live;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.camel.CamelContext;
import org.apache.camel.Service;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What a swap has left over; it is stopped when the last prompt from before has gone through. */
final class Leavings {

  private static final Logger LOG = LoggerFactory.getLogger(Leavings.class);

  private record Closing(long edition, LiveRoute route, Entrance entrance) {}

  private record Removal(long edition, LiveRoute route) {}

  private final CamelContext context;
  private final LiveRoutes live;
  private final List<Closing> closings = new ArrayList<>();
  private final List<Removal> removals = new ArrayList<>();

  Leavings(CamelContext context, LiveRoutes live) {
    this.context = context;
    this.live = live;
  }

  void closeLater(long edition, LiveRoute route, Entrance before) {
    closings.add(new Closing(edition, route, before));
  }

  void removeLater(long edition, LiveRoute route) {
    removals.add(new Removal(edition, route));
  }

  /** Stops what no prompt is in any more. */
  void clear() {
    long oldest = live.editions().oldest();
    closings.removeIf(
        closing -> closing.edition() <= oldest && closing.entrance().isQuiet() && close(closing));
    removals.removeIf(removal -> removal.edition() <= oldest && remove(removal.route()));
    List<Body> over =
        live.all().stream().flatMap(route -> route.steps().takeBefore(oldest).stream()).toList();
    if (!over.isEmpty()) {
      Set<Service> used =
          live.all().stream()
              .flatMap(route -> route.steps().bodies().stream())
              .flatMap(body -> body.services().stream())
              .collect(Collectors.toCollection(HashSet::new));
      over.forEach(body -> body.stop(used));
    }
  }

  /** Stops everything: the service ends. */
  void closeAll() {
    closings.forEach(this::close);
    closings.clear();
  }

  private boolean close(Closing closing) {
    closing.entrance().close();
    closing.route().forget(closing.entrance().consumer());
    return true;
  }

  /** Unless it has come back meanwhile. */
  private boolean remove(LiveRoute route) {
    if (!route.isLeaving()) {
      return true;
    }
    try {
      context.getRouteController().stopRoute(route.getId());
      context.removeRoute(route.getId());
      live.forget(route.getId());
    } catch (Exception e) {
      LOG.warn("The route {} could not be stopped: {}", route.getId(), e.getMessage());
    }
    return true;
  }
}
