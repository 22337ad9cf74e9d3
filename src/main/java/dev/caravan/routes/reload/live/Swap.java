package dev.caravan.routes.reload.live;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.camel.CamelContext;
import org.apache.camel.Endpoint;
import org.apache.camel.Service;
import org.apache.camel.model.Model;
import org.apache.camel.model.RouteDefinition;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One change of the routes. All steps that may fail come first, while the old routes run. Then
 * comes the turn, which can't fail. The old parts stop when the last prompt has left them.
 */
final class Swap {

  private static final Logger LOG = LoggerFactory.getLogger(Swap.class);

  private interface Undo {
    void run() throws Exception;
  }

  private final CamelContext context;
  private final LiveRoutes live;
  private final Changes changes;
  private final Cleanup cleanup;
  private final long edition;
  private final Map<LiveRoute, RouteDefinition> changed = new LinkedHashMap<>();
  private final Map<LiveRoute, Entrance> moved = new LinkedHashMap<>();
  private final Deque<Undo> undo = new ArrayDeque<>();

  /**
   * @param cleanup the old parts that are still to be stopped
   */
  Swap(CamelContext context, LiveRoutes live, Changes changes, Cleanup cleanup) {
    this.context = context;
    this.live = live;
    this.changes = changes;
    this.cleanup = cleanup;
    this.edition = live.editions().next();
    live.createFor(edition);
  }

  /**
   * Does everything that may fail.
   *
   * @throws NotSwappedException if something failed; everything is undone then
   */
  void prepare() throws NotSwappedException {
    String at = "";
    Set<Endpoint> endpoints = Set.copyOf(context.getEndpoints());
    undo.push(() -> removeAllBut(endpoints));
    try {
      for (RouteDefinition definition : changes.changed()) {
        at = definition.getRouteId();
        prepare(definition);
      }
      makeRoomForNames();
      for (RouteDefinition definition : changes.added()) {
        at = definition.getRouteId();
        add(definition);
      }
      for (Map.Entry<LiveRoute, Entrance> move : moved.entrySet()) {
        at = move.getKey().getId();
        move.getValue().open();
      }
    } catch (Exception e) {
      undo();
      throw e instanceof NotSwappedException known ? known : new NotSwappedException(at, e);
    }
  }

  /** Removes new endpoints after a failure. Otherwise the next try would reuse them. */
  private void removeAllBut(Set<Endpoint> known) throws Exception {
    for (Endpoint endpoint : List.copyOf(context.getEndpoints())) {
      if (!known.contains(endpoint)) {
        context.removeEndpoint(endpoint);
      }
    }
  }

  private void prepare(RouteDefinition definition) throws Exception {
    LiveRoute route = live.find(definition.getRouteId()).orElseThrow();
    StepsVersion version = new Builder(context).build(definition);
    undo.push(() -> version.stop(usedElsewhere(version)));
    route.steps().change(edition, version);
    undo.push(() -> route.steps().undo(edition));
    changed.put(route, definition);
    if (version.endpoint() != route.getEndpoint() || route.isLeaving()) {
      Entrance entrance = Entrance.of(route, version.endpoint());
      undo.push(entrance::close);
      live.owners().set(entrance.name(), edition, route.steps());
      undo.push(() -> live.owners().undo(entrance.name(), edition));
      moved.put(route, entrance);
    }
  }

  /** Frees the names that another route takes over. Callers wait until then. */
  private void makeRoomForNames() {
    Set<String> wanted =
        Stream.concat(
                moved.values().stream().map(Entrance::name),
                changes.added().stream()
                    .map(definition -> definition.getInput().getEndpointUri())
                    .map(uri -> uri.replaceFirst(":(?!//)", "://").replaceFirst("[?].*", "")))
            .collect(Collectors.toSet());
    List<Entrance> entrances = new ArrayList<>(cleanup.closing());
    leaving().forEach(route -> entrances.add(new Entrance(route.getConsumer())));
    for (Entrance before : entrances) {
      if (before.kind() == Entrance.Kind.CALLED
          && before.isOpen()
          && wanted.contains(before.name())) {
        before.pause();
        undo.push(before::resume);
      }
    }
  }

  /** The routes whose current entrance this or an earlier change replaces or removes. */
  private List<LiveRoute> leaving() {
    List<LiveRoute> leaving = new ArrayList<>(moved.keySet());
    changes.removed().forEach(id -> live.find(id).ifPresent(leaving::add));
    leaving.addAll(cleanup.removing());
    return leaving;
  }

  private void add(RouteDefinition definition) throws Exception {
    String id = definition.getRouteId();
    Model model = context.getCamelContextExtension().getContextPlugin(Model.class);
    undo.push(
        () -> {
          Optional<LiveRoute> added = live.find(id);
          if (added.isPresent()) {
            live.remove(added.get(), context);
          }
          model.getRouteDefinitions().remove(definition);
        });
    List<LiveRoute> leaving = leaving();
    leaving.forEach(LiveRoute::hideEntrance);
    try {
      model.addRouteDefinitions(List.of(definition));
    } finally {
      leaving.forEach(LiveRoute::showEntrance);
    }
  }

  private void undo() {
    while (!undo.isEmpty()) {
      try {
        undo.pop().run();
      } catch (Exception e) {
        LOG.warn(
            "A failed change of the routes could not be undone completely: {}", e.getMessage());
      }
    }
  }

  /** Sends new prompts through the new routes, and registers the old parts to stop later. */
  void turn() {
    live.editions().turn();
    for (Map.Entry<LiveRoute, Entrance> move : moved.entrySet()) {
      LiveRoute route = move.getKey();
      Entrance before = new Entrance(route.getConsumer());
      route.enterBy(move.getValue().consumer());
      route.stay();
      leave(before);
      cleanup.closeLater(edition, route, before);
    }
    for (String id : changes.removed()) {
      live.find(id)
          .ifPresent(
              route -> {
                route.leave();
                leave(new Entrance(route.getConsumer()));
                cleanup.removeLater(edition, route);
              });
    }
    List<RouteDefinition> definitions =
        context.getCamelContextExtension().getContextPlugin(Model.class).getRouteDefinitions();
    changed
        .values()
        .forEach(
            now ->
                definitions.replaceAll(
                    before -> now.getRouteId().equals(before.getRouteId()) ? now : before));
  }

  /** Stops new messages. Prompts in flight may still call a called entrance, so it stays open. */
  private static void leave(Entrance before) {
    switch (before.kind()) {
      case SERVED -> before.close();
      case FETCHED -> before.retire();
      case CALLED -> {}
    }
  }

  private Set<Service> usedElsewhere(StepsVersion version) {
    return live.all().stream()
        .flatMap(route -> route.steps().versions().stream())
        .filter(other -> other != version)
        .flatMap(other -> other.services().stream())
        .collect(Collectors.toCollection(HashSet::new));
  }
}
