package dev.caravan.local.bedrock;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpHandler;
import dev.caravan.local.bedrock.rule.InvalidRule;
import dev.caravan.local.bedrock.rule.Misbehaviour;
import dev.caravan.local.bedrock.rule.RuleReader;
import dev.caravan.local.bedrock.rule.RuleWriter;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The stand-in's own endpoint, for its rules, its journal and its health. */
final class Admin implements HttpHandler {

  static final String PATH = "/_caravan/";

  private static final int LARGEST_BODY = 1_000_000;
  private static final int USUAL_LIMIT = 100;
  private static final Pattern LIMIT = Pattern.compile("limit=(\\d{1,6})");

  private final Misbehaviour misbehaviour;
  private final Journal journal;
  private final Traffic traffic;
  private final RuleReader ruleReader = new RuleReader();
  private final RuleWriter ruleWriter = new RuleWriter();
  private final CallWriter callWriter = new CallWriter();

  Admin(Misbehaviour misbehaviour, Journal journal, Traffic traffic) {
    this.misbehaviour = misbehaviour;
    this.journal = journal;
    this.traffic = traffic;
  }

  @Override
  public void handle(HttpExchange exchange) throws IOException {
    try (exchange) {
      byte[] body = exchange.getRequestBody().readNBytes(LARGEST_BODY + 1);
      if (body.length > LARGEST_BODY) {
        send(
            exchange,
            413,
            message("found a longer body, allowed: up to " + LARGEST_BODY + " bytes"));
        return;
      }
      try {
        answer(exchange, new String(body, StandardCharsets.UTF_8));
      } catch (InvalidRule e) {
        send(exchange, 400, message(e.getMessage()));
      }
    }
  }

  private void answer(HttpExchange exchange, String body) throws IOException {
    String path = exchange.getRequestURI().getPath();
    switch (exchange.getRequestMethod() + " " + path) {
      case "GET /_caravan/rules" -> {}
      case "PUT /_caravan/rules" -> misbehaviour.replace(ruleReader.readDocument(body));
      case "POST /_caravan/rules" -> misbehaviour.addAll(ruleReader.read(body));
      case "DELETE /_caravan/rules" -> misbehaviour.clear();
      case "GET /_caravan/calls" -> {}
      case "DELETE /_caravan/calls" -> journal.clear();
      case "GET /_caravan/health" -> {}
      default -> {
        notThere(exchange, path);
        return;
      }
    }
    switch (path) {
      case "/_caravan/rules" -> send(exchange, 200, ruleWriter.document(misbehaviour));
      case "/_caravan/calls" -> calls(exchange);
      default -> send(exchange, 200, health());
    }
  }

  private void calls(HttpExchange exchange) throws IOException {
    String query = exchange.getRequestURI().getRawQuery();
    Matcher limit = LIMIT.matcher(query == null ? "limit=" + USUAL_LIMIT : query);
    if (!limit.matches()) {
      send(
          exchange,
          400,
          message("found \"" + query + "\", allowed: limit=, a whole number from 0 to 999999"));
      return;
    }
    int count = Integer.parseInt(limit.group(1));
    send(exchange, 200, callWriter.document(journal.last(count), journal.total()));
  }

  private ObjectNode health() {
    return JsonNodeFactory.instance
        .objectNode()
        .put("status", "UP")
        .put("inFlight", traffic.inFlight())
        .put("mostInFlight", traffic.peak())
        .put("calls", journal.total())
        .put("rules", misbehaviour.list().size());
  }

  private void notThere(HttpExchange exchange, String path) throws IOException {
    String allowed =
        switch (path) {
          case "/_caravan/rules" -> "GET, PUT, POST, DELETE";
          case "/_caravan/calls" -> "GET, DELETE";
          case "/_caravan/health" -> "GET";
          default -> "";
        };
    if (allowed.isEmpty()) {
      send(
          exchange,
          404,
          message(
              "found " + path + ", allowed: /_caravan/rules, /_caravan/calls, /_caravan/health"));
      return;
    }
    exchange.getResponseHeaders().set("Allow", allowed);
    send(exchange, 405, message("found " + exchange.getRequestMethod() + ", allowed: " + allowed));
  }

  private ObjectNode message(String text) {
    return JsonNodeFactory.instance.objectNode().put("message", text);
  }

  private void send(HttpExchange exchange, int status, ObjectNode json) throws IOException {
    byte[] body = (json.toPrettyString() + "\n").getBytes(StandardCharsets.UTF_8);
    exchange.getResponseHeaders().set("Content-Type", "application/json");
    exchange.sendResponseHeaders(status, body.length);
    try (OutputStream out = exchange.getResponseBody()) {
      out.write(body);
    }
  }
}
