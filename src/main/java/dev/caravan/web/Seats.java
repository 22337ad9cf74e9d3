package dev.caravan.web;

import dev.caravan.pace.PaceSteps;
import dev.caravan.pace.Seat;
import io.vertx.core.http.HttpServerRequest;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.Map;
import org.apache.camel.Exchange;
import org.apache.camel.component.platform.http.vertx.HttpMessage;
import org.apache.camel.spi.CamelEvent;
import org.apache.camel.support.EventNotifierSupport;
import org.apache.camel.support.SynchronizationAdapter;

/**
 * Hands the seat of a request to its exchange, when the exchange begins. The request object itself
 * is the key, so no header or parameter can name a seat.
 */
public final class Seats extends EventNotifierSupport {

  private final Map<HttpServerRequest, Seat> seats =
      Collections.synchronizedMap(new IdentityHashMap<>());

  /** Camel then asks it only about the beginning of an exchange. */
  public Seats() {
    setIgnoreStepEvents(true);
    setIgnoreExchangeSendingEvents(true);
    setIgnoreExchangeSentEvents(true);
    setIgnoreExchangeCompletedEvent(true);
    setIgnoreExchangeFailedEvents(true);
    setIgnoreExchangeRedeliveryEvents(true);
  }

  void put(HttpServerRequest request, Seat seat) {
    seats.put(request, seat);
  }

  /** The request was answered, or its caller has left. */
  void ended(HttpServerRequest request) {
    Seat seat = seats.remove(request);
    if (seat != null) {
      seat.requestEnded();
    }
  }

  @Override
  public boolean isEnabled(CamelEvent event) {
    return event instanceof CamelEvent.ExchangeCreatedEvent;
  }

  @Override
  public void notify(CamelEvent event) {
    Exchange exchange = ((CamelEvent.ExchangeEvent) event).getExchange();
    if (exchange.getMessage() instanceof HttpMessage message) {
      Seat seat = seats.remove(message.getRequest());
      if (seat != null && seat.handOver()) {
        exchange.setVariable(PaceSteps.SEAT, seat);
        exchange.getExchangeExtension().addOnCompletion(new End(seat));
      }
    }
  }

  private static final class End extends SynchronizationAdapter {

    private final Seat seat;

    End(Seat seat) {
      this.seat = seat;
    }

    @Override
    public void onDone(Exchange exchange) {
      seat.exchangeEnded();
    }
  }
}
