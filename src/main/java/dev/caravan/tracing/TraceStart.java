package dev.caravan.tracing;

import dev.caravan.logging.Entrances;
import dev.caravan.pace.PaceSteps;
import dev.caravan.pace.Seat;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.regex.Pattern;
import org.apache.camel.CamelContext;
import org.apache.camel.Exchange;
import org.apache.camel.Message;
import org.apache.camel.NamedNode;
import org.apache.camel.Route;
import org.apache.camel.component.aws2.sqs.Sqs2Endpoint;
import org.apache.camel.spi.RoutePolicy;
import org.apache.camel.spi.RoutePolicyFactory;
import org.apache.camel.support.RoutePolicySupport;
import org.slf4j.MDC;
import software.amazon.awssdk.services.sqs.model.MessageAttributeValue;

/**
 * Begins a prompt's trace at an entrance, or continues the trace in the caller's request or
 * message. The routes keep a prompt on one thread from there to their end.
 */
public final class TraceStart implements RoutePolicyFactory {

  /** The log field for the trace id, named as in OpenTelemetry. */
  static final String TRACE = "trace_id";

  private static final Pattern SCHEME = Pattern.compile("^[a-z-]+:/*");

  private final Traces traces;
  private final Entrances entrances;

  public TraceStart(Traces traces, Entrances entrances) {
    this.traces = traces;
    this.entrances = entrances;
  }

  @Override
  public RoutePolicy createRoutePolicy(CamelContext context, String routeId, NamedNode route) {
    if (entrances.isHttp(routeId)) {
      return begin(this::fromHttp);
    }
    return entrances.isQueue(routeId) ? begin(this::fromQueue) : null;
  }

  private static RoutePolicy begin(Consumer<Exchange> beginning) {
    return new RoutePolicySupport() {
      @Override
      public void onExchangeBegin(Route route, Exchange exchange) {
        beginning.accept(exchange);
      }
    };
  }

  /** For HTTP: the trace is in the headers {@code traceparent} and {@code tracestate}. */
  private void fromHttp(Exchange exchange) {
    Message request = exchange.getMessage();
    String method = request.getHeader(Exchange.HTTP_METHOD, "POST", String.class);
    // The path's template, because the path itself contains text from the caller.
    String path = path(exchange);
    TraceSpan span =
        begin(
            exchange,
            TraceParent.parse(
                text(request.getHeader(TraceParent.HEADER)),
                text(request.getHeader(TraceParent.STATE_HEADER))),
            method + ' ' + path,
            TraceSpan.Kind.SERVER);
    span.put("http.request.method", method);
    span.put("http.route", path);
    Seat seat = exchange.getVariable(PaceSteps.SEAT, Seat.class);
    if (seat != null) {
      // The span begins after it.
      span.put("caravan.line.wait_ms", seat.waited().toMillis());
    }
  }

  /** For the queue: the trace is in the message attributes of the same names. */
  private void fromQueue(Exchange exchange) {
    Message message = exchange.getMessage();
    Map<?, ?> attributes = message.getHeader("CamelAwsSqsMessageAttributes", Map.of(), Map.class);
    TraceSpan span =
        begin(
            exchange,
            TraceParent.parse(
                text(attributes.get(TraceParent.HEADER)),
                text(attributes.get(TraceParent.STATE_HEADER))),
            "process " + queue(exchange),
            TraceSpan.Kind.CONSUMER);
    span.put("messaging.system", "aws_sqs");
    span.put("messaging.operation.type", "process");
    span.put("messaging.destination.name", queue(exchange));
    span.put("messaging.message.id", message.getHeader("CamelAwsSqsMessageId", String.class));
    span.put(
        "messaging.delivery_attempt", message.getHeader("ApproximateReceiveCount", 1, Long.class));
  }

  private TraceSpan begin(
      Exchange exchange, Optional<TraceParent> parent, String name, TraceSpan.Kind kind) {
    TraceSpan span = traces.begin(parent, name, kind);
    MDC.put(TRACE, span.context().traceId());
    exchange
        .getExchangeExtension()
        .addOnCompletion(new TraceEnd(traces, traces.here().orElseThrow(), span));
    return span;
  }

  private static String path(Exchange exchange) {
    return SCHEME.matcher(exchange.getFromEndpoint().getEndpointBaseUri()).replaceFirst("/");
  }

  private static String queue(Exchange exchange) {
    if (exchange.getFromEndpoint() instanceof Sqs2Endpoint sqs) {
      String url = sqs.getConfiguration().getQueueUrl();
      return url.substring(url.lastIndexOf('/') + 1);
    }
    return "queue";
  }

  /** Null if the value is not a text; then it is no trace either. */
  private static String text(Object value) {
    Object inner =
        value instanceof MessageAttributeValue attribute ? attribute.stringValue() : value;
    return inner instanceof String text ? text : null;
  }
}
