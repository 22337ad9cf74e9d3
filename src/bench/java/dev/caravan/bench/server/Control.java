package dev.caravan.bench.server;

import io.vertx.core.Context;
import io.vertx.core.Handler;
import io.vertx.core.Promise;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.json.JsonObject;
import java.util.concurrent.Callable;
import java.util.function.IntUnaryOperator;

/** Executes the bench's commands and answers its queries: JSON over HTTP. */
final class Control implements Handler<HttpServerRequest> {

  /** A server and the event loop it runs on. */
  record Loop<T>(Context context, T service) {}

  private final Ledger ledger;
  private final Loop<SqsService> sqs;
  private final Loop<S3Service> s3;
  private final Loop<BedrockService> bedrock;

  Control(Ledger ledger, Loop<SqsService> sqs, Loop<S3Service> s3, Loop<BedrockService> bedrock) {
    this.ledger = ledger;
    this.sqs = sqs;
    this.s3 = s3;
    this.bedrock = bedrock;
  }

  @Override
  public void handle(HttpServerRequest request) {
    request
        .body()
        .onSuccess(
            body -> {
              JsonObject asked = body.length() == 0 ? new JsonObject() : body.toJsonObject();
              switch (request.path()) {
                case "/behave" -> behave(request, asked);
                case "/list" -> list(request);
                case "/begin" -> begin(request, asked);
                case "/fill" -> fill(request, asked);
                case "/add" -> add(request, asked);
                case "/counts" -> counts(request, asked);
                case "/journeys" -> request.response().end(account(asked).journeys().toBuffer());
                default -> request.response().setStatusCode(404).end();
              }
            });
  }

  private Account account(JsonObject asked) {
    return ledger.account(asked.getString("account"));
  }

  private void behave(HttpServerRequest request, JsonObject asked) {
    on(
        bedrock,
        request,
        () -> {
          bedrock
              .service()
              .behave(
                  latency(asked),
                  asked.getInteger("imageBytes"),
                  asked.getInteger("callsPerMinute", 0));
          return new JsonObject();
        });
  }

  private static IntUnaryOperator latency(JsonObject asked) {
    Integer millis = asked.getInteger("latencyMillis");
    return millis == null ? Latency.valueOf(asked.getString("latency"))::ofCall : call -> millis;
  }

  /** From now on, S3 lists what it stores. */
  private void list(HttpServerRequest request) {
    on(
        s3,
        request,
        () -> {
          s3.service().keepIndex();
          return new JsonObject();
        });
  }

  /** Forgets the account's last round. */
  private void begin(HttpServerRequest request, JsonObject asked) {
    on(
        s3,
        request,
        () -> {
          s3.service().clear(asked.getString("account"));
          account(asked).begin();
          return new JsonObject();
        });
  }

  /** Puts messages into the account's queue, all at once. */
  private void fill(HttpServerRequest request, JsonObject asked) {
    on(
        sqs,
        request,
        () -> {
          sqs.service().queue(asked.getString("account")).clear();
          account(asked).filled();
          sqs.service().fill(asked.getString("account"), asked.getInteger("count"));
          return new JsonObject();
        });
  }

  /** Puts one more message into the account's queue, as a sender would. */
  private void add(HttpServerRequest request, JsonObject asked) {
    on(
        sqs,
        request,
        () -> {
          sqs.service().add(asked.getString("account"), asked.getBoolean("usable"));
          return new JsonObject();
        });
  }

  private void counts(HttpServerRequest request, JsonObject asked) {
    on(
        sqs,
        request,
        () -> {
          SqsQueue queue = sqs.service().queue(asked.getString("account"));
          return account(asked)
              .counts()
              .put("waiting", queue.waiting())
              .put("outside", queue.outside())
              .put("deleted", queue.deleted())
              .put("expired", queue.expired())
              .put("delayed", queue.delayed())
              .put("givenBack", queue.givenBack());
        });
  }

  /** Runs the work on the service's event loop and answers with its result. */
  private static void on(Loop<?> loop, HttpServerRequest request, Callable<JsonObject> work) {
    Promise<Buffer> done = Promise.promise();
    loop.context()
        .runOnContext(
            none -> {
              try {
                done.complete(work.call().toBuffer());
              } catch (Exception e) {
                done.fail(e);
              }
            });
    done.future()
        .onSuccess(answer -> request.response().end(answer))
        .onFailure(e -> request.response().setStatusCode(500).end(String.valueOf(e)));
  }
}
