package dev.caravan.routes.reload.live;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
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
 * One change of the routes. Whatever may fail is done first, beside what runs; then comes the turn,
 * which can't fail; and what is no longer needed goes when the last prompt has left it.
 */
final class Swap {

  private static final Logger LOG = LoggerFactory.getLogger(Swap.class);

  private interface Undo {
    void run() throws Exception;
  }

  private final CamelContext context;
  private final LiveRoutes live;
  private final Target target;
  private final long edition;
  private final Map<LiveRoute, RouteDefinition> changed = new LinkedHashMap<>();
  private final Map<LiveRoute, Entrance> moved = new LinkedHashMap<>();
  private final Deque<Undo> undo = new ArrayDeque<>();

  Swap(CamelContext context, LiveRoutes live, Target target) {
    this.context = context;
    this.live = live;
    this.target = target;
    this.edition = live.editions().next();
  }

  /**
   * Everything that may fail.
   *
   * @throws NotSwappedException where something did; all of it is undone then
   */
  void prepare() throws NotSwappedException {
    String at = "";
    Set<Endpoint> endpoints = Set.copyOf(context.getEndpoints());
    undo.push(() -> removeAllBut(endpoints));
    try {
      for (RouteDefinition definition : target.changed()) {
        at = definition.getRouteId();
        prepare(definition);
      }
      makeRoomForNames();
      for (RouteDefinition definition : target.added()) {
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

  /** Endpoints that failed would be found again by the next try. */
  private void removeAllBut(Set<Endpoint> known) throws Exception {
    for (Endpoint endpoint : List.copyOf(context.getEndpoints())) {
      if (!known.contains(endpoint)) {
        context.removeEndpoint(endpoint);
      }
    }
  }

  private void prepare(RouteDefinition definition) throws Exception {
    LiveRoute route = live.find(definition.getRouteId()).orElseThrow();
    Body body = new Builder(context).build(definition);
    undo.push(() -> body.stop(usedElsewhere(body)));
    route.steps().change(edition, body);
    undo.push(() -> route.steps().undo(edition));
    changed.put(route, definition);
    if (body.endpoint() != route.getEndpoint() || route.isLeaving()) {
      Entrance entrance = Entrance.of(route, body.endpoint());
      undo.push(entrance::close);
      moved.put(route, entrance);
    }
  }

  /** A name that another route takes over must be free first; callers wait meanwhile. */
  private void makeRoomForNames() {
    Set<String> wanted =
        Stream.concat(
                moved.values().stream().map(Entrance::name),
                target.added().stream()
                    .map(definition -> definition.getInput().getEndpointUri())
                    .map(uri -> uri.replaceFirst(":(?!//)", "://").replaceFirst("[?].*", "")))
            .collect(Collectors.toSet());
    for (LiveRoute route : leaving()) {
      Entrance before = new Entrance(route.getConsumer());
      if (before.kind() == Entrance.Kind.CALLED && wanted.contains(before.name())) {
        before.pause();
        undo.push(before::resume);
      }
    }
  }

  /** The routes whose entrance of now goes. */
  private List<LiveRoute> leaving() {
    List<LiveRoute> leaving = new ArrayList<>(moved.keySet());
    target.removed().forEach(id -> live.find(id).ifPresent(leaving::add));
    return leaving;
  }

  private void add(RouteDefinition definition) throws Exception {
    String id = definition.getRouteId();
    Model model = context.getCamelContextExtension().getContextPlugin(Model.class);
    undo.push(
        () -> {
          context.getRouteController().stopRoute(id);
          context.removeRoute(id);
          model.getRouteDefinitions().remove(definition);
          live.forget(id);
        });
    model.addRouteDefinitions(List.of(definition));
  }

  private void undo() {
    while (!undo.isEmpty()) {
      try {
        undo.pop().run();
      } catch (Exception e) {
        LOG.warn("What was begun of a change of the routes is not all gone: {}", e.getMessage());
      }
    }
  }

  /** From now on prompts go the new ways. What is left to stop then goes to the leavings. */
  void turn(Leavings leavings) {
    live.editions().turn();
    for (Map.Entry<LiveRoute, Entrance> move : moved.entrySet()) {
      LiveRoute route = move.getKey();
      Entrance before = new Entrance(route.getConsumer());
      route.enterBy(move.getValue().consumer());
      route.stay();
      leave(before);
      leavings.closeLater(edition, route, before);
    }
    for (String id : target.removed()) {
      live.find(id)
          .ifPresent(
              route -> {
                route.leave();
                leave(new Entrance(route.getConsumer()));
                leavings.removeLater(edition, route);
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

  /** Nothing comes in by it any more; but prompts that are on their way may still call it. */
  private static void leave(Entrance before) {
    switch (before.kind()) {
      case SERVED -> before.close();
      case FETCHED -> before.retire();
      case CALLED -> {}
    }
  }

  private Set<Service> usedElsewhere(Body body) {
    return live.all().stream()
        .flatMap(route -> route.steps().bodies().stream())
        .filter(other -> other != body)
        .flatMap(other -> other.services().stream())
        .collect(Collectors.toCollection(HashSet::new));
  }
}
