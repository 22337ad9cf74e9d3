package dev.caravan.metrics;

import dev.caravan.budget.Budget;
import dev.caravan.failure.FailurePolicy;
import dev.caravan.failure.Pause;
import dev.caravan.generation.Source;
import dev.caravan.metrics.cloudwatch.CloudWatch;
import dev.caravan.pace.Pace;
import dev.caravan.queue.LeasingSqsClient;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.config.MeterFilter;
import java.util.Optional;
import org.apache.camel.CamelContext;
import org.apache.camel.Exchange;
import org.apache.camel.spi.CamelEvent;
import org.apache.camel.spi.Registry;
import org.apache.camel.support.EventNotifierSupport;

/**
 * Measures what Camel tells of the exchanges, so that the routes need not say it. Events come until
 * the last exchange has ended, also while Camel stops.
 */
public final class MetricsEvents extends EventNotifierSupport {

  /** The id of the exchange that a prompt came in by; copies have it from there. */
  private static final String FIRST = "CaravanFirstExchange";

  private final String httpRoute;
  private final String queueRoute;
  private Measures measures;
  private FailurePolicy policy;
  private ModelCalls modelCalls;
  private Outcomes outcomes;

  /**
   * @param httpRoute the id of the route that takes prompts by HTTP
   * @param queueRoute of the one that takes them from the queue
   */
  public MetricsEvents(String httpRoute, String queueRoute) {
    this.httpRoute = httpRoute;
    this.queueRoute = queueRoute;
  }

  @Override
  public boolean isEnabled(CamelEvent event) {
    return switch (event.getType()) {
      case RoutesStarting, CamelContextStopped -> true;
      // Only what somebody follows when it is sent is timed and told of when it was.
      case ExchangeSending ->
          measures != null && ModelCalls.isOne((CamelEvent.ExchangeSendingEvent) event);
      case ExchangeCreated, ExchangeSent, ExchangeRedelivery, ExchangeCompleted, ExchangeFailed ->
          measures != null;
      default -> false;
    };
  }

  @Override
  public void notify(CamelEvent event) {
    switch (event.getType()) {
      case RoutesStarting -> begin(((CamelEvent.CamelContextEvent) event).getContext());
      case ExchangeCreated -> follow(exchange(event));
      case ExchangeSent -> modelCalls.sent((CamelEvent.ExchangeSentEvent) event);
      case ExchangeRedelivery -> countRetry(exchange(event));
      case ExchangeCompleted, ExchangeFailed -> ended(exchange(event));
      case CamelContextStopped ->
          find(((CamelEvent.CamelContextEvent) event).getContext(), CloudWatch.class)
              .ifPresent(CloudWatch::close);
      default -> {}
    }
  }

  private void begin(CamelContext context) {
    Registry registry = context.getRegistry();
    // Looked up only now: Camel makes the beans of a YAML file twice, and keeps the second.
    measures = registry.findSingleByType(Measures.class);
    policy = registry.findSingleByType(FailurePolicy.class);
    PaceGauges pace = new PaceGauges(measures, registry.findSingleByType(Pace.class));
    modelCalls = new ModelCalls(measures, policy, pace::called);
    outcomes = new Outcomes(measures);
    // The one that camel.metrics serves on the management port.
    Optional.ofNullable(registry.lookupByNameAndType("metricsRegistry", MeterRegistry.class))
        .ifPresent(measures::readBy);
    find(context, CloudWatch.class).flatMap(CloudWatch::start).ifPresent(this::publish);
    gauges(context);
  }

  private void publish(MeterRegistry cloudWatch) {
    cloudWatch.config().meterFilter(MeterFilter.denyUnless(id -> Metric.isPublished(id.getName())));
    measures.readBy(cloudWatch);
  }

  private void gauges(CamelContext context) {
    ServiceGauges gauges = new ServiceGauges(measures);
    gauges.inFlight(context, httpRoute, Source.HTTP);
    gauges.inFlight(context, queueRoute, Source.QUEUE);
    find(context, LeasingSqsClient.class).ifPresent(gauges::queue);
    find(context, Pause.class).ifPresent(gauges::pause);
    find(context, Budget.class).filter(Budget::isSet).ifPresent(gauges::budget);
    measures.counter(Metric.RELOADS, "ok");
    measures.counter(Metric.RELOADS, "rejected");
  }

  private static <T> Optional<T> find(CamelContext context, Class<T> type) {
    return Optional.ofNullable(context.getRegistry().findSingleByType(type));
  }

  private void follow(Exchange exchange) {
    if (exchange.getProperty(FIRST) == null) {
      exchange.setProperty(FIRST, exchange.getExchangeId());
    }
    exchange.getExchangeExtension().addOnCompletion(new RouteTimes(measures, modelCalls));
  }

  private void countRetry(Exchange exchange) {
    Throwable thrown = exchange.getProperty(Exchange.EXCEPTION_CAUGHT, Throwable.class);
    measures.counter(Metric.RETRIES, policy.failureOf(thrown).reason().name()).increment();
  }

  private void ended(Exchange exchange) {
    if (!exchange.getExchangeId().equals(exchange.getProperty(FIRST, String.class))) {
      // A copy, which a wireTap made: the prompt itself is counted once.
      return;
    }
    if (httpRoute.equals(exchange.getFromRouteId())) {
      outcomes.http(exchange);
    } else if (queueRoute.equals(exchange.getFromRouteId())) {
      outcomes.queue(exchange);
    }
  }

  private static Exchange exchange(CamelEvent event) {
    return ((CamelEvent.ExchangeEvent) event).getExchange();
  }
}
