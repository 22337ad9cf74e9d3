package dev.caravan.queue;

import dev.caravan.generation.Failure;
import dev.caravan.generation.Reason;
import java.time.Duration;
import org.apache.camel.Exchange;
import org.apache.camel.Route;
import org.apache.camel.support.RoutePolicySupport;

/**
 * Lets a message wait for its next attempt if its route failed. The component deletes messages that
 * succeeded, but only logs failures, so that their places would never become free.
 */
public final class LeaseRoutePolicy extends RoutePolicySupport {

  private final LeasingSqsClient client;
  private final Runnable succeeded;

  /**
   * @param succeeded called for each message whose prompt was not refused and did not fail
   */
  public LeaseRoutePolicy(LeasingSqsClient client, Runnable succeeded) {
    this.client = client;
    this.succeeded = succeeded;
  }

  @Override
  public void onExchangeDone(Route route, Exchange exchange) {
    if (!exchange.isFailed()) {
      if (exchange.getVariable("failure") == null) {
        succeeded.run();
      }
      return;
    }
    String handle = exchange.getMessage().getHeader("CamelAwsSqsReceiptHandle", String.class);
    Duration hideFor = exchange.getVariable("_hideFor", Duration.class);
    if (hideFor == null) {
      client.tryLater(handle, reason(exchange));
    } else {
      client.tryLater(handle, hideFor);
    }
  }

  private static Reason reason(Exchange exchange) {
    Failure failure = exchange.getVariable("failure", Failure.class);
    return failure == null ? Reason.UNEXPECTED : failure.reason();
  }
}
