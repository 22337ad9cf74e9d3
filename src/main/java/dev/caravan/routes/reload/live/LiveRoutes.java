package dev.caravan.routes.reload.live;

import java.util.Collection;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.camel.CamelContext;
import org.apache.camel.Endpoint;
import org.apache.camel.NamedNode;
import org.apache.camel.Route;
import org.apache.camel.impl.engine.DefaultRoute;
import org.apache.camel.spi.Resource;
import org.apache.camel.spi.RouteFactory;

/** Creates every route for Camel, in a form that can be changed later. */
public final class LiveRoutes implements RouteFactory {

  private final Editions editions = new Editions();
  private final Owners owners = new Owners();
  private final Map<String, LiveRoute> routes = new ConcurrentHashMap<>();
  private long nextEdition;

  /**
   * Creates a route that can be changed. If a route with this id already exists, creates a plain
   * route, from which the new steps are taken.
   */
  @Override
  public Route createRoute(
      CamelContext context,
      NamedNode definition,
      String id,
      String description,
      String note,
      Endpoint endpoint,
      Resource resource) {
    if (routes.containsKey(id)) {
      return new DefaultRoute(context, definition, id, description, note, endpoint, resource);
    }
    LiveRoute route =
        new LiveRoute(
            editions,
            owners,
            nextEdition,
            context,
            definition,
            id,
            description,
            note,
            endpoint,
            resource);
    routes.put(id, route);
    return route;
  }

  Editions editions() {
    return editions;
  }

  Owners owners() {
    return owners;
  }

  /** The routes that Camel creates from now on exist from this edition on. */
  void createFor(long edition) {
    nextEdition = edition;
  }

  Optional<LiveRoute> find(String id) {
    return Optional.ofNullable(routes.get(id));
  }

  Collection<LiveRoute> all() {
    return routes.values();
  }

  /**
   * Stops and removes a route. If another route uses its endpoint, the endpoint goes on; Camel
   * would shut it down.
   */
  void remove(LiveRoute route, CamelContext context) throws Exception {
    routes.remove(route.getId());
    if (all().stream().anyMatch(other -> other.getEndpoint() == route.getEndpoint())) {
      route.hideEntrance();
    }
    context.getRouteController().stopRoute(route.getId());
    context.removeRoute(route.getId());
    owners.forget(route.steps());
  }
}
