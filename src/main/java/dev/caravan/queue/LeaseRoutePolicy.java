package dev.caravan.queue;

import dev.caravan.failure.FailureTable;
import dev.caravan.generation.Failure;
import dev.caravan.generation.Reason;
import dev.caravan.model.Models;
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
    String handle = exchange.getMessage().getHeader("CamelAwsSqsReceiptHandle", String.class);
    report(handle, exchange);
    if (!exchange.isFailed()) {
      if (exchange.getVariable("failure") == null) {
        succeeded.run();
      }
      return;
    }
    Duration hideFor = exchange.getVariable("_hideFor", Duration.class);
    if (hideFor == null) {
      client.tryLater(handle, reason(exchange));
    } else {
      client.tryLater(handle, hideFor);
    }
  }

  /** Tells what the model's answer shows about the message, if the model was called. */
  private void report(String handle, Exchange exchange) {
    if (handle == null || exchange.getVariable(Models.REQUEST) == null) {
      return;
    }
    boolean failed = exchange.isFailed() || exchange.getVariable("failure") != null;
    if (!failed) {
      client.called(handle, true);
    } else if (FailureTable.mayPauseModel(reason(exchange))) {
      client.called(handle, false);
    }
  }

  private static Reason reason(Exchange exchange) {
    Failure failure = exchange.getVariable("failure", Failure.class);
    return failure == null ? Reason.UNEXPECTED : failure.reason();
  }
}
