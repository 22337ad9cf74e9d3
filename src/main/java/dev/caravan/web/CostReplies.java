package dev.caravan.web;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamWriteFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.caravan.budget.Costs;
import java.util.Set;
import org.apache.camel.Exchange;

/** Writes the cost of each day, and what is left of the budget. */
public final class CostReplies {

  private static final JsonMapper JSON =
      JsonMapper.builder().enable(StreamWriteFeature.WRITE_BIGDECIMAL_AS_PLAIN).build();
  private static final int DEFAULT_DAYS = 7;

  private final Costs costs;

  public CostReplies(Costs costs) {
    this.costs = costs;
  }

  /** {@code GET /costs}. */
  public void list(Exchange exchange) {
    String days = Query.of(exchange, Set.of("days")).get("days");
    Costs.Report report = costs.last(Requests.whole("days", days, DEFAULT_DAYS, Costs.MOST_DAYS));
    ObjectNode body = JSON.createObjectNode();
    ArrayNode rows = body.putArray("days");
    report
        .days()
        .forEach(day -> rows.addObject().put("day", day.day().toString()).put("usd", day.usd()));
    report
        .budget()
        .ifPresent(
            left ->
                body.putObject("budget")
                    .put("usdPerDay", left.usdPerDay())
                    .put("leftUsd", left.left())
                    .put("resetsAt", left.resetsAt().toString()));
    try {
      PackedJson.answer(exchange.getMessage(), 200, JSON.writeValueAsString(body));
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("an answer can always be written", e);
    }
  }
}
