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

/** The consumer through which messages enter a route, and how to replace it without a gap. */
record Entrance(Consumer consumer) {

  /** How messages arrive, which decides how two consumers can be open at the same time. */
  enum Kind {
    /** A server receives them on a path. Two consumers may share a path; the older one answers. */
    SERVED,
    /** The consumer polls for them. Two consumers may poll at the same time. */
    FETCHED,
    /** Other routes call it by a name. Only one route at a time may have that name. */
    CALLED
  }

  /** Creates another entrance for the route, without starting it. */
  static Entrance of(LiveRoute route, Endpoint endpoint) throws Exception {
    ServiceHelper.startService(endpoint);
    Consumer consumer = endpoint.createConsumer(route.entry(endpoint));
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

  /** The URI without options, which must be unique among called routes. */
  String name() {
    return consumer.getEndpoint().getEndpointBaseUri();
  }

  void open() {
    ServiceHelper.startService(consumer);
  }

  /** True if messages may enter: it is neither paused nor closed. */
  boolean isOpen() {
    return ServiceHelper.isStarted(consumer);
  }

  /** Stops taking messages. Messages that a poll has already fetched are still processed. */
  void pause() {
    ServiceHelper.suspendService(consumer);
  }

  /**
   * Stops taking messages for good. The consumer's own threads finish the messages that they have
   * fetched.
   */
  void retire() {
    pause();
    pollers().ifPresent(ExecutorService::shutdown);
  }

  /** True if none of its own threads is busy. Closing the consumer would interrupt them. */
  boolean isQuiet() {
    return pollers().map(ExecutorService::isTerminated).orElse(true);
  }

  /** The threads that poll; empty if there are none, or if other consumers share them. */
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
