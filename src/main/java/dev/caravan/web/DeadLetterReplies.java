package dev.caravan.web;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.caravan.queue.deadletters.DeadLetter;
import dev.caravan.queue.deadletters.DeadLetterListing;
import dev.caravan.queue.deadletters.RedriveReport;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import org.apache.camel.Exchange;
import org.apache.camel.Message;

/** Writes the answers about dead letters. */
public final class DeadLetterReplies {

  private static final ObjectMapper JSON = new ObjectMapper();

  /** The dead letters. The prompts' text is included only if the caller asked for it. */
  public void listing(DeadLetterListing.Page page, Exchange exchange) {
    boolean showText = exchange.getVariable("_showText", false, Boolean.class);
    ObjectNode body = JSON.createObjectNode();
    body.put("approximateTotal", page.size());
    ObjectNode counts = body.putObject("byReason");
    page.byReason().forEach(counts::put);
    ArrayNode rows = body.putArray("deadLetters");
    page.letters().forEach(letter -> rows.add(row(letter, showText)));
    reply(exchange, body);
  }

  private static ObjectNode row(DeadLetter letter, boolean showText) {
    ObjectNode row = JSON.createObjectNode();
    put(row, "id", letter.id());
    row.put("reason", letter.reason());
    put(row, "detail", letter.detail());
    put(row, "failedAt", letter.failedAt());
    put(row, "sentAt", letter.sentAt().map(Instant::toString).orElse(null));
    if (letter.attempts() != null) {
      row.put("attempts", letter.attempts());
    }
    put(row, "model", letter.model());
    row.put("origin", letter.origin().name().toLowerCase(Locale.ROOT));
    row.put("messageId", letter.messageId());
    if (letter.content() == DeadLetter.Content.WHOLE) {
      row.put("bodyLength", letter.body().length());
    } else {
      row.put("body", letter.content().name().toLowerCase(Locale.ROOT));
    }
    if (showText) {
      row.put("text", letter.body());
    }
    return row;
  }

  /** The result of a redrive; for a dry run, what the redrive would have done. */
  public void redriven(RedriveReport report, Exchange exchange) {
    report("redriven", report, exchange);
  }

  /** The result of a discard; for a dry run, what the discard would have done. */
  public void discarded(RedriveReport report, Exchange exchange) {
    report("discarded", report, exchange);
  }

  private static void report(String done, RedriveReport report, Exchange exchange) {
    ObjectNode body = JSON.createObjectNode();
    body.put("dryRun", report.dryRun());
    body.put("looked", report.looked());
    body.put("unmatched", report.unmatched());
    body.put("cameBack", report.cameBack());
    letters(body.putArray(done), report.redriven());
    letters(body.putArray("failed"), report.failed());
    letters(body.putArray("foreign"), report.foreign());
    report.missing().forEach(body.putArray("missing")::add);
    put(body, "ended", report.ended());
    reply(exchange, body);
  }

  private static void letters(ArrayNode rows, List<RedriveReport.Letter> letters) {
    for (RedriveReport.Letter letter : letters) {
      ObjectNode row = rows.addObject();
      put(row, "id", letter.id());
      row.put("messageId", letter.messageId());
      row.put("reason", letter.reason());
      put(row, "detail", letter.detail());
    }
  }

  private static void put(ObjectNode object, String name, String value) {
    if (value != null) {
      object.put(name, value);
    }
  }

  private static void reply(Exchange exchange, ObjectNode body) {
    Message message = exchange.getMessage();
    message.removeHeaders("*");
    message.setHeader(Exchange.HTTP_RESPONSE_CODE, 200);
    message.setHeader(Exchange.CONTENT_TYPE, "application/json");
    try {
      message.setBody(JSON.writeValueAsString(body));
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("an answer can always be written", e);
    }
  }
}
