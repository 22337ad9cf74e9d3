package dev.caravan.bench.server;

import io.vertx.core.Handler;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.UUID;
import java.util.function.Predicate;

/**
 * SQS's JSON protocol, as far as consumers use it. It runs on one event loop, so it needs no locks.
 * Signatures are not checked.
 */
final class SqsService implements Handler<HttpServerRequest> {

  private static final int DEFAULT_VISIBILITY_SECONDS = 120;
  private static final long EXPIRY_MILLIS = 100;

  private final Vertx vertx;
  private final Ledger ledger;
  private final Map<String, SqsQueue> queues = new HashMap<>();
  private final Map<String, LongPolls> polls = new LinkedHashMap<>();

  SqsService(Vertx vertx, Ledger ledger) {
    this.vertx = vertx;
    this.ledger = ledger;
    vertx.setPeriodic(EXPIRY_MILLIS, tick -> expire());
  }

  SqsQueue queue(String name) {
    return queues.computeIfAbsent(name, none -> new SqsQueue());
  }

  private LongPolls polls(String name) {
    return polls.computeIfAbsent(name, none -> new LongPolls(vertx, queue(name)));
  }

  /** Adds messages at once, as if they had always been there. */
  void fill(String name, int count) {
    long round = System.nanoTime();
    for (int n = 0; n < count; n++) {
      // The ids have the format of SQS's ids, because Spring accepts no other.
      String id = new UUID(round, n).toString();
      queue(name).send(entry(id, "A mountain lake in the morning, number " + name + "-" + id));
    }
    polls(name).serve();
  }

  /** Adds one message to a queue that may be in use. */
  void add(String name, boolean usable) {
    String id = UUID.randomUUID().toString();
    queue(name)
        .send(
            entry(
                id,
                usable
                    ? "A mountain lake in the morning, number " + name + "-" + id
                    : "{\"prompt\":\"\"}"));
    polls(name).serve();
  }

  private static SqsQueue.Entry entry(String id, String body) {
    return new SqsQueue.Entry(id, body, Md5.of(body), System.currentTimeMillis());
  }

  private void expire() {
    queues.forEach(
        (name, queue) -> {
          if (queue.expire(now())) {
            polls(name).serve();
          }
        });
  }

  @Override
  public void handle(HttpServerRequest request) {
    String target = request.getHeader("X-Amz-Target");
    request.body().onSuccess(body -> answer(request, target == null ? "" : target, body));
  }

  private void answer(HttpServerRequest request, String target, Buffer body) {
    String operation = target.substring(target.indexOf('.') + 1);
    JsonObject asked = body.length() == 0 ? new JsonObject() : body.toJsonObject();
    String name = name(asked);
    ledger.account(name).called(operation);
    switch (operation) {
      case "ReceiveMessage" -> receive(request, name, asked);
      case "DeleteMessage" -> {
        boolean known = queue(name).delete(asked.getString("ReceiptHandle"));
        reply(request, known ? new JsonObject() : null);
      }
      case "DeleteMessageBatch" ->
          batch(request, asked, e -> queue(name).delete(e.getString("ReceiptHandle")));
      case "ChangeMessageVisibility" ->
          reply(request, changeVisibility(name, asked) ? new JsonObject() : null);
      case "ChangeMessageVisibilityBatch" ->
          batch(request, asked, entry -> changeVisibility(name, entry));
      case "SendMessage" -> send(request, name, asked);
      case "GetQueueUrl" ->
          reply(
              request,
              new JsonObject()
                  .put("QueueUrl", "http://" + request.authority() + "/000000000000/" + name));
      case "GetQueueAttributes" -> reply(request, attributes(name));
      default -> reply(request, null);
    }
  }

  private static String name(JsonObject asked) {
    String url = asked.getString("QueueUrl", asked.getString("QueueName", ""));
    return url.substring(url.lastIndexOf('/') + 1);
  }

  private void receive(HttpServerRequest request, String name, JsonObject asked) {
    int visibility = asked.getInteger("VisibilityTimeout", DEFAULT_VISIBILITY_SECONDS);
    int most = asked.getInteger("MaxNumberOfMessages", 1);
    long wait = asked.getInteger("WaitTimeSeconds", 0) * 1_000L;
    polls(name)
        .add(
            wait,
            () -> {
              // A caller that has disconnected must not take messages.
              if (request.response().closed()) {
                return;
              }
              JsonArray messages = new JsonArray();
              queue(name)
                  .receive(most, visibility * 1_000L, now())
                  .forEach(entry -> messages.add(message(entry)));
              reply(
                  request,
                  messages.isEmpty()
                      ? new JsonObject()
                      : new JsonObject().put("Messages", messages));
            });
  }

  private static JsonObject message(SqsQueue.Entry entry) {
    return new JsonObject()
        .put("MessageId", entry.id)
        .put("ReceiptHandle", entry.handle)
        .put("MD5OfBody", entry.md5)
        .put("Body", entry.body)
        .put(
            "Attributes",
            new JsonObject()
                .put("SentTimestamp", String.valueOf(entry.sentAtMillis))
                .put("ApproximateReceiveCount", String.valueOf(entry.receives)));
  }

  private boolean changeVisibility(String name, JsonObject entry) {
    return queue(name)
        .changeVisibility(
            entry.getString("ReceiptHandle"),
            entry.getInteger("VisibilityTimeout") * 1_000L,
            now());
  }

  private static void batch(
      HttpServerRequest request, JsonObject asked, Predicate<JsonObject> change) {
    JsonArray successful = new JsonArray();
    JsonArray failed = new JsonArray();
    for (Object each : asked.getJsonArray("Entries")) {
      JsonObject entry = (JsonObject) each;
      JsonObject id = new JsonObject().put("Id", entry.getString("Id"));
      if (change.test(entry)) {
        successful.add(id);
      } else {
        failed.add(id.put("Code", "ReceiptHandleIsInvalid").put("SenderFault", true));
      }
    }
    reply(request, new JsonObject().put("Successful", successful).put("Failed", failed));
  }

  private void send(HttpServerRequest request, String name, JsonObject asked) {
    SqsQueue.Entry entry = entry(UUID.randomUUID().toString(), asked.getString("MessageBody"));
    queue(name).send(entry);
    JsonObject answer =
        new JsonObject().put("MessageId", entry.id).put("MD5OfMessageBody", entry.md5);
    JsonObject attributes = asked.getJsonObject("MessageAttributes");
    reply(
        request,
        attributes == null || attributes.isEmpty()
            ? answer
            : answer.put("MD5OfMessageAttributes", Md5.of(attributes)));
    polls(name).serve();
  }

  private JsonObject attributes(String name) {
    return new JsonObject()
        .put(
            "Attributes",
            new JsonObject()
                .put("QueueArn", "arn:aws:sqs:us-west-2:000000000000:" + name)
                .put("VisibilityTimeout", String.valueOf(DEFAULT_VISIBILITY_SECONDS))
                .put("ApproximateNumberOfMessages", String.valueOf(queue(name).waiting())));
  }

  /** Sends the answer. If it is null, the request can't be served. */
  private static void reply(HttpServerRequest request, JsonObject answer) {
    request.response().putHeader("Content-Type", "application/x-amz-json-1.0");
    if (answer == null) {
      request.response().setStatusCode(400);
      answer = new JsonObject().put("__type", "com.amazonaws.sqs#InvalidParameterValue");
    }
    request.response().end(answer.toBuffer());
  }

  private static long now() {
    return System.nanoTime() / 1_000_000;
  }
}
