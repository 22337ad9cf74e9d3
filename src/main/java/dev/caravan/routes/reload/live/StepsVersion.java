package dev.caravan.routes.reload.live;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.apache.camel.AsyncProcessor;
import org.apache.camel.CamelContext;
import org.apache.camel.CamelContextAware;
import org.apache.camel.Endpoint;
import org.apache.camel.Processor;
import org.apache.camel.Route;
import org.apache.camel.RouteAware;
import org.apache.camel.Service;
import org.apache.camel.spi.RouteIdAware;
import org.apache.camel.support.AsyncProcessorConverterHelper;
import org.apache.camel.support.service.ServiceHelper;

/** One version of a route's steps and failure handling, without an entrance. */
final class StepsVersion {

  private final Route route;
  private final Processor steps;
  private final AsyncProcessor async;

  /**
   * @param steps the processor of this version; the route may get another one later
   */
  StepsVersion(Route route, Processor steps) {
    this.route = route;
    this.steps = steps;
    this.async = AsyncProcessorConverterHelper.convert(steps);
  }

  Processor steps() {
    return steps;
  }

  AsyncProcessor async() {
    return async;
  }

  Endpoint endpoint() {
    return route.getEndpoint();
  }

  /** Starts all services of this version, as Camel's own route service does. */
  void start() {
    CamelContext context = route.getCamelContext();
    for (Service service : services()) {
      if (service instanceof RouteAware aware) {
        aware.setRoute(route);
      }
      if (service instanceof RouteIdAware aware) {
        aware.setRouteId(route.getId());
      }
      CamelContextAware.trySetCamelContext(service, context);
      ServiceHelper.initService(service);
    }
    ServiceHelper.startService(services());
  }

  /**
   * Stops this version for good.
   *
   * @param others services that must keep running, because other versions use them
   */
  void stop(Set<Service> others) {
    List<Service> own = new ArrayList<>(services());
    own.removeAll(others);
    ServiceHelper.stopAndShutdownServices(own);
  }

  /** All services that start and stop with this version. */
  Set<Service> services() {
    List<Processor> roots = new ArrayList<>(List.of(steps));
    roots.addAll(route.getOnCompletions());
    roots.addAll(route.getOnExceptions());
    Set<Service> services = new LinkedHashSet<>();
    for (Processor root : roots) {
      if (root instanceof Service service) {
        services.addAll(ServiceHelper.getChildServices(service, true));
      }
    }
    return services;
  }
}
