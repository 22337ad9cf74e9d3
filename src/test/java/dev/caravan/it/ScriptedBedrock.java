package dev.caravan.it;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Function;

/** A stand-in for Bedrock that gives each call the answer that the test says. */
final class ScriptedBedrock implements AutoCloseable {

  private static final ObjectMapper JSON = new ObjectMapper();

  /**
   * @param prompt the text of a Converse call; empty for a probe
   */
  record Call(String model, String prompt) {

    boolean isProbe() {
      return prompt.isEmpty();
    }
  }

  /**
   * @param error the exception's name; empty for an answer with status 200
   */
  record Reply(int status, String error, String body) {

    static Reply error(int status, String error, String message) {
      return new Reply(status, error, JSON.createObjectNode().put("message", message).toString());
    }

    /** What most of AWS's unclear refusals are. */
    static Reply invalid(String message) {
      return error(400, "ValidationException", message);
    }

    static Reply text(String text, String stopReason) {
      ObjectNode block = JSON.createObjectNode();
      block.put("text", text);
      return converse(block, stopReason);
    }

    static Reply reasoningOnly() {
      ObjectNode block = JSON.createObjectNode();
      block.putObject("reasoningContent").putObject("reasoningText").put("text", "Let me think");
      return converse(block, "max_tokens");
    }

    private static Reply converse(ObjectNode block, String stopReason) {
      ObjectNode body = JSON.createObjectNode();
      body.putObject("output")
          .putObject("message")
          .put("role", "assistant")
          .putArray("content")
          .add(block);
      body.put("stopReason", stopReason);
      body.putObject("usage")
          .put("inputTokens", 1000)
          .put("outputTokens", 1000)
          .put("totalTokens", 2000);
      body.putObject("metrics").put("latencyMs", 5);
      return new Reply(200, "", body.toString());
    }
  }

  private final HttpServer server;
  private final ExecutorService workers = Executors.newCachedThreadPool();
  private final List<Call> calls = new CopyOnWriteArrayList<>();
  private volatile Function<Call, Reply> script;

  private ScriptedBedrock(HttpServer server) {
    this.server = server;
    reset();
  }

  static ScriptedBedrock start() throws IOException {
    HttpServer server =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 100);
    ScriptedBedrock bedrock = new ScriptedBedrock(server);
    server.createContext("/model/", bedrock::answer);
    server.setExecutor(bedrock.workers);
    server.start();
    return bedrock;
  }

  /** Points the clients of this JVM to this server, until the next {@code useInThisJvm}. */
  void useInThisJvm() {
    System.setProperty("aws.endpointUrlBedrockRuntime", endpoint());
  }

  String endpoint() {
    return "http://127.0.0.1:" + server.getAddress().getPort();
  }

  void answers(Function<Call, Reply> next) {
    script = next;
  }

  /** Every prompt succeeds. */
  void reset() {
    script = call -> call.isProbe() ? Reply.invalid("Malformed input request") : ok();
  }

  static Reply ok() {
    return Reply.text("a haiku", "end_turn");
  }

  List<Call> calls() {
    return List.copyOf(calls);
  }

  /** The calls with a prompt. */
  List<Call> paid() {
    return calls.stream().filter(call -> !call.isProbe()).toList();
  }

  void clearCalls() {
    calls.clear();
  }

  private void answer(HttpExchange exchange) throws IOException {
    String[] path = exchange.getRequestURI().getRawPath().split("/");
    JsonNode body = JSON.readTree(exchange.getRequestBody().readAllBytes());
    Call call =
        new Call(
            URLDecoder.decode(path[2], StandardCharsets.UTF_8),
            body.at("/messages/0/content/0/text").asText());
    calls.add(call);
    Reply reply = script.apply(call);
    byte[] bytes = reply.body().getBytes(StandardCharsets.UTF_8);
    exchange.getResponseHeaders().set("Content-Type", "application/json");
    if (!reply.error().isEmpty()) {
      exchange.getResponseHeaders().set("x-amzn-ErrorType", reply.error());
    }
    exchange.sendResponseHeaders(reply.status(), bytes.length);
    try (OutputStream out = exchange.getResponseBody()) {
      out.write(bytes);
    }
  }

  @Override
  public void close() {
    server.stop(0);
    workers.shutdownNow();
  }
}
