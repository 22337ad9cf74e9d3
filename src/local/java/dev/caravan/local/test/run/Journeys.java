package dev.caravan.local.test.run;

import dev.caravan.failure.FailedGeneration;
import dev.caravan.generation.Failure;
import dev.caravan.generation.Generation;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import org.apache.camel.Exchange;
import org.apache.camel.ExchangePropertyKey;
import org.apache.camel.MessageHistory;
import org.apache.camel.NamedNode;
import org.apache.camel.spi.CamelEvent;
import org.apache.camel.support.EventNotifierSupport;

/** Collects what passed through the routes, with the steps from Camel's message history. */
final class Journeys extends EventNotifierSupport {

  private final Map<String, String> messages = new ConcurrentHashMap<>();
  private final List<Journey> ended = new CopyOnWriteArrayList<>();

  Journeys() {
    setIgnoreCamelContextEvents(true);
    setIgnoreRouteEvents(true);
    setIgnoreServiceEvents(true);
    setIgnoreStepEvents(true);
    setIgnoreExchangeSendingEvents(true);
    setIgnoreExchangeSentEvents(true);
  }

  @Override
  public void notify(CamelEvent event) {
    if (event instanceof CamelEvent.ExchangeCreatedEvent created) {
      Exchange exchange = created.getExchange();
      String message = exchange.getMessage().getHeader("CamelAwsSqsMessageId", String.class);
      if (message != null) {
        messages.put(exchange.getExchangeId(), message);
      }
    } else if (event instanceof CamelEvent.ExchangeCompletedEvent completed) {
      ended.add(journey(completed.getExchange()));
    } else if (event instanceof CamelEvent.ExchangeFailedEvent failed) {
      ended.add(journey(failed.getExchange()));
    }
  }

  /** The journeys that ended since the last {@link #clear}, in that order. */
  List<Journey> ended() {
    return List.copyOf(ended);
  }

  /** The journeys of one message. */
  List<Journey> ended(String messageId) {
    return ended.stream().filter(journey -> messageId.equals(journey.messageId())).toList();
  }

  void clear() {
    ended.clear();
    messages.clear();
  }

  private Journey journey(Exchange exchange) {
    return new Journey(
        exchange.getFromRouteId(),
        messages.get(exchange.getExchangeId()),
        FailedGeneration.in(exchange).map(Generation::id).orElse(null),
        stops(exchange),
        exchange.isFailed(),
        outcome(exchange));
  }

  private static String outcome(Exchange exchange) {
    Failure failure = exchange.getVariable("failure", Failure.class);
    if (failure != null) {
      return failure.reason() + ": " + failure.detail();
    }
    return Optional.ofNullable(exchange.getException())
        .or(
            () ->
                Optional.ofNullable(
                    exchange.getProperty(ExchangePropertyKey.EXCEPTION_CAUGHT, Exception.class)))
        .map(thrown -> thrown.getClass().getSimpleName() + ": " + thrown.getMessage())
        .orElse("done");
  }

  private static List<Journey.Stop> stops(Exchange exchange) {
    List<?> history = exchange.getProperty(ExchangePropertyKey.MESSAGE_HISTORY, List.class);
    List<Journey.Stop> stops = new ArrayList<>();
    if (history != null) {
      for (Object passed : history) {
        MessageHistory stop = (MessageHistory) passed;
        NamedNode node = stop.getNode();
        stops.add(
            new Journey.Stop(stop.getRouteId(), node.getId(), place(node), stop.getElapsed()));
      }
    }
    return stops;
  }

  private static String place(NamedNode node) {
    String file = node.getLocation() == null ? "" : node.getLocation();
    return node.getLineNumber() < 1
        ? ""
        : file.substring(file.lastIndexOf('/') + 1) + ":" + node.getLineNumber();
  }
}
