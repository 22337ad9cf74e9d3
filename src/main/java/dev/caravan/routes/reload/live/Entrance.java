package dev.caravan.routes.reload.live;

import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.ScheduledExecutorService;
import org.apache.camel.Consumer;
import org.apache.camel.Endpoint;
import org.apache.camel.RouteAware;
import org.apache.camel.spi.HostedService;
import org.apache.camel.spi.RouteIdAware;
import org.apache.camel.support.DefaultScheduledPollConsumerScheduler;
import org.apache.camel.support.ScheduledPollConsumer;
import org.apache.camel.support.ScheduledPollEndpoint;
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

  /**
   * Takes nothing more, for good. Where it works on what it has fetched on threads of its own, that
   * goes on to its end.
   */
  void retire() {
    pause();
    pollers().ifPresent(ExecutorService::shutdown);
  }

  /** Whether none of its own threads works on anything: to close it would interrupt them. */
  boolean isQuiet() {
    return pollers().map(ExecutorService::isTerminated).orElse(true);
  }

  /** The threads that poll; empty where there are none, or others have them too. */
  private Optional<ScheduledExecutorService> pollers() {
    return consumer instanceof ScheduledPollConsumer polling
            && polling.getScheduler() instanceof DefaultScheduledPollConsumerScheduler scheduler
            && consumer.getEndpoint() instanceof ScheduledPollEndpoint endpoint
            && endpoint.getScheduledExecutorService() == null
        ? Optional.ofNullable(scheduler.getScheduledExecutorService())
        : Optional.empty();
  }

  void resume() {
    ServiceHelper.resumeService(consumer);
  }

  void close() {
    ServiceHelper.stopAndShutdownServices(consumer);
  }
}
