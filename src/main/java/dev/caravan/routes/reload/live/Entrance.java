package dev.caravan.routes.reload.live;

import org.apache.camel.Consumer;
import org.apache.camel.Endpoint;
import org.apache.camel.RouteAware;
import org.apache.camel.spi.HostedService;
import org.apache.camel.spi.RouteIdAware;
import org.apache.camel.support.ScheduledPollConsumer;
import org.apache.camel.support.service.ServiceHelper;

/** What a route is entered by: a consumer, and how it may be replaced without a gap. */
record Entrance(Consumer consumer) {

  /** How messages come to it. */
  enum Kind {
    /** By a server that answers on a path: two may answer on one, and the older does. */
    SERVED,
    /** It fetches them: two may fetch at once. */
    FETCHED,
    /** From other routes, by a name that one route at a time may have. */
    CALLED
  }

  /** Another one for the route, not yet started. */
  static Entrance of(LiveRoute route, Endpoint endpoint) throws Exception {
    ServiceHelper.startService(endpoint);
    Consumer consumer = endpoint.createConsumer(route.getProcessor());
    if (consumer instanceof RouteAware aware) {
      aware.setRoute(route);
    }
    if (consumer instanceof RouteIdAware aware) {
      aware.setRouteId(route.getId());
    }
    ServiceHelper.initService(consumer);
    return new Entrance(consumer);
  }

  Kind kind() {
    if (consumer instanceof ScheduledPollConsumer) {
      return Kind.FETCHED;
    }
    return consumer instanceof HostedService served && served.isHostedService()
        ? Kind.SERVED
        : Kind.CALLED;
  }

  /** Without the options: what no two called routes may share. */
  String name() {
    return consumer.getEndpoint().getEndpointBaseUri();
  }

  void open() {
    ServiceHelper.startService(consumer);
  }

  /** Takes nothing more. What a poll has brought it still hands on. */
  void pause() {
    ServiceHelper.suspendService(consumer);
  }

  void resume() {
    ServiceHelper.resumeService(consumer);
  }

  void close() {
    ServiceHelper.stopAndShutdownServices(consumer);
  }
}
