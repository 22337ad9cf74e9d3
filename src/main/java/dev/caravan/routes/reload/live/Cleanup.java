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

/** Stops old routes, entrances and steps once the last prompt in them has finished. */
final class Cleanup {

  private static final Logger LOG = LoggerFactory.getLogger(Cleanup.class);

  private record Closing(long edition, LiveRoute route, Entrance entrance) {}

  /** Is withdrawn if a later reload brings the route back. */
  private record Removal(long edition, LiveRoute route) {}

  private final CamelContext context;
  private final LiveRoutes live;
  private final List<Closing> closings = new ArrayList<>();
  private final List<Removal> removals = new ArrayList<>();

  Cleanup(CamelContext context, LiveRoutes live) {
    this.context = context;
    this.live = live;
  }

  void closeLater(long edition, LiveRoute route, Entrance before) {
    closings.add(new Closing(edition, route, before));
  }

  void removeLater(long edition, LiveRoute route) {
    removals.add(new Removal(edition, route));
  }

  /** The entrances that close when the last prompt that may call them has finished. */
  List<Entrance> closing() {
    return closings.stream().map(Closing::entrance).toList();
  }

  /** The routes that are removed when the last prompt has left them. */
  List<LiveRoute> removing() {
    return removals.stream().map(Removal::route).filter(LiveRoute::isLeaving).toList();
  }

  /** Stops everything that no prompt uses any more. */
  void stopUnused() {
    long oldest = live.editions().oldest();
    closings.removeIf(
        closing -> closing.edition() <= oldest && closing.entrance().isQuiet() && close(closing));
    removals.removeIf(
        removal ->
            !removal.route().isLeaving()
                || removal.edition() <= oldest
                    && new Entrance(removal.route().getConsumer()).isQuiet()
                    && remove(removal.route()));
    live.owners().forgetBefore(oldest);
    List<StepsVersion> unused =
        live.all().stream().flatMap(route -> route.steps().takeBefore(oldest).stream()).toList();
    if (!unused.isEmpty()) {
      Set<Service> used =
          live.all().stream()
              .flatMap(route -> route.steps().versions().stream())
              .flatMap(version -> version.services().stream())
              .collect(Collectors.toCollection(HashSet::new));
      unused.forEach(version -> version.stop(used));
    }
  }

  /** Closes all old entrances when the service stops. */
  void closeAll() {
    closings.forEach(this::close);
    closings.clear();
  }

  private boolean close(Closing closing) {
    closing.entrance().close();
    closing.route().forget(closing.entrance().consumer());
    return true;
  }

  private boolean remove(LiveRoute route) {
    try {
      live.remove(route, context);
    } catch (Exception e) {
      LOG.warn("Can't stop the removed route {}: {}", route.getId(), e.getMessage());
    }
    return true;
  }
}
