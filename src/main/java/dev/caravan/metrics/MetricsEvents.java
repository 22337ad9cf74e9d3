package dev.caravan.metrics;

import dev.caravan.failure.FailurePolicy;
import dev.caravan.logging.Entrances;
import dev.caravan.metrics.cloudwatch.CloudWatch;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.config.MeterFilter;
import java.time.Clock;
import java.util.Optional;
import org.apache.camel.CamelContext;
import org.apache.camel.Exchange;
import org.apache.camel.spi.CamelEvent;
import org.apache.camel.support.EventNotifierSupport;

/**
 * Measures exchanges from Camel's events, so that routes need no steps for metrics. Events arrive
 * until the last exchange has ended, also while Camel stops.
 */
public final class MetricsEvents extends EventNotifierSupport {

  /** The id of the exchange in which a prompt arrived; copies of the exchange inherit it. */
  private static final String FIRST = "CaravanFirstExchange";

  private final Clock clock = Clock.systemUTC();
  private final Meters meters;
  private final FailurePolicy policy;
  private final CloudWatch cloudWatch;
  private final ServiceGauges gauges;
  private final Entrances entrances;
  private final ModelCalls modelCalls;
  private final Outcomes outcomes;

  public MetricsEvents(
      Meters meters,
      FailurePolicy policy,
      CloudWatch cloudWatch,
      PaceGauges paceGauges,
      ServiceGauges gauges,
      Entrances entrances) {
    this.meters = meters;
    this.policy = policy;
    this.cloudWatch = cloudWatch;
    this.gauges = gauges;
    this.entrances = entrances;
    this.modelCalls = new ModelCalls(meters, policy, paceGauges::show);
    this.outcomes = new Outcomes(meters);
  }

  @Override
  public boolean isEnabled(CamelEvent event) {
    return switch (event.getType()) {
      // Camel times a sent exchange only if a listener accepts its event before it is sent.
      case ExchangeSending -> ModelCalls.isOne((CamelEvent.ExchangeSendingEvent) event);
      case RoutesStarting,
          ExchangeCreated,
          ExchangeSent,
          ExchangeRedelivery,
          ExchangeCompleted,
          ExchangeFailed,
          CamelContextStopped ->
          true;
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
      case CamelContextStopped -> cloudWatch.close();
      default -> {}
    }
  }

  private void begin(CamelContext context) {
    // The registry that camel.metrics serves on the management port.
    Optional.ofNullable(
            context.getRegistry().lookupByNameAndType("metricsRegistry", MeterRegistry.class))
        .ifPresent(meters::readBy);
    cloudWatch.start().ifPresent(this::publish);
    gauges.show(context, entrances);
  }

  private void publish(MeterRegistry cloudWatch) {
    cloudWatch.config().meterFilter(MeterFilter.denyUnless(id -> Metric.isPublished(id.getName())));
    meters.readBy(cloudWatch);
  }

  private void follow(Exchange exchange) {
    if (exchange.getProperty(FIRST) == null) {
      exchange.setProperty(FIRST, exchange.getExchangeId());
    }
    if (entrances.isQueue(exchange.getFromRouteId())) {
      SentTime.of(exchange)
          .ifPresent(sent -> meters.timer(Metric.QUEUE_WAIT).record(sent.until(clock.instant())));
    }
    exchange.getExchangeExtension().addOnCompletion(new RouteTimes(meters, modelCalls));
  }

  private void countRetry(Exchange exchange) {
    Throwable thrown = exchange.getProperty(Exchange.EXCEPTION_CAUGHT, Throwable.class);
    meters.counter(Metric.RETRIES, policy.failureOf(thrown).reason().name()).increment();
  }

  private void ended(Exchange exchange) {
    if (!exchange.getExchangeId().equals(exchange.getProperty(FIRST, String.class))) {
      // A copy made by a wireTap. The prompt itself is counted once.
      return;
    }
    if (entrances.isHttp(exchange.getFromRouteId())) {
      outcomes.http(exchange);
    } else if (entrances.isQueue(exchange.getFromRouteId())) {
      outcomes.queue(exchange);
    }
  }

  private static Exchange exchange(CamelEvent event) {
    return ((CamelEvent.ExchangeEvent) event).getExchange();
  }
}
