package dev.caravan.queue;

import dev.caravan.generation.Failure;
import dev.caravan.generation.Reason;
import java.time.Duration;
import org.apache.camel.Exchange;
import org.apache.camel.Route;
import org.apache.camel.support.RoutePolicySupport;

/**
 * Tells the client when the route is done with a message. The component calls it for messages that
 * succeeded, to delete them; of the others it only logs, and their places would leak.
 */
public final class LeaseRoutePolicy extends RoutePolicySupport {

  private final LeasingSqsClient client;

  public LeaseRoutePolicy(LeasingSqsClient client) {
    this.client = client;
  }

  @Override
  public void onExchangeDone(Route route, Exchange exchange) {
    if (!exchange.isFailed()) {
      return;
    }
    String handle = exchange.getMessage().getHeader("CamelAwsSqsReceiptHandle", String.class);
    Duration hideFor = exchange.getVariable("hideFor", Duration.class);
    if (hideFor == null) {
      client.giveBack(handle, reason(exchange));
    } else {
      client.giveBack(handle, hideFor);
    }
  }

  private static Reason reason(Exchange exchange) {
    Failure failure = exchange.getVariable("failure", Failure.class);
    return failure == null ? Reason.UNEXPECTED : failure.reason();
  }
}
