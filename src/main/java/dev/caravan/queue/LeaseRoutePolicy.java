package dev.caravan.queue;

import dev.caravan.generation.Failure;
import dev.caravan.generation.Reason;
import java.time.Duration;
import org.apache.camel.Exchange;
import org.apache.camel.Route;
import org.apache.camel.support.RoutePolicySupport;

/**
 * Gives a message back if its route failed. The component deletes messages that succeeded, but only
 * logs failures, so that their places would never become free.
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
