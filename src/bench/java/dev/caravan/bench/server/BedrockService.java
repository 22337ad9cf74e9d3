package dev.caravan.bench.server;

import io.vertx.core.Handler;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerRequest;
import java.util.function.IntUnaryOperator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * InvokeModel for image models: a canned answer after the latency, or a throttle if the quota is
 * used up.
 */
final class BedrockService implements Handler<HttpServerRequest> {

  /** The end of the bench's prompts: the account, and the prompt's number in it. */
  private static final Pattern NUMBER = Pattern.compile("number ([A-Za-z]+)-([A-Za-z0-9-]+)");

  private final Vertx vertx;
  private final Ledger ledger;
  private IntUnaryOperator latency = Latency.NONE::ofCall;
  private Quota quota = Quota.none();
  private Buffer answer = CannedImage.answer(50_000);

  BedrockService(Vertx vertx, Ledger ledger) {
    this.vertx = vertx;
    this.ledger = ledger;
  }

  /**
   * @param latency milliseconds of the n-th call of a round
   * @param callsPerMinute 0 for no quota
   */
  void behave(IntUnaryOperator latency, int imageBytes, int callsPerMinute) {
    this.latency = latency;
    this.answer = CannedImage.answer(imageBytes);
    this.quota = callsPerMinute == 0 ? Quota.none() : new Quota(callsPerMinute);
  }

  @Override
  public void handle(HttpServerRequest request) {
    long begun = System.nanoTime();
    request.body().onSuccess(body -> answer(request, body, begun));
  }

  private void answer(HttpServerRequest request, Buffer body, long begun) {
    long received = System.nanoTime();
    Matcher number = NUMBER.matcher(body.toString());
    boolean ours = number.find();
    Account account = ledger.account(ours ? number.group(1) : "unknown");
    String id = ours ? number.group(2) : "unknown";
    if (!quota.admits(System.nanoTime())) {
      account.called("Throttled");
      request
          .response()
          .setStatusCode(429)
          .putHeader("x-amzn-ErrorType", "ThrottlingException")
          .putHeader("Content-Type", "application/json")
          .end("{\"message\":\"Too many requests, please wait before trying again.\"}");
      return;
    }
    account.called("InvokeModel by " + instance(request));
    int millis = latency.applyAsInt(account.invoked(id));
    if (millis == 0) {
      send(request, account, id, begun, received);
    } else {
      vertx.setTimer(millis, over -> send(request, account, id, begun, received));
    }
  }

  private void send(
      HttpServerRequest request, Account account, String id, long begun, long received) {
    request
        .response()
        .putHeader("Content-Type", "application/json")
        .end(answer)
        .onComplete(
            sent -> {
              account.called("InvokeModel", id, begun, received, System.nanoTime());
              account.answered();
            });
  }

  /** The caller's {@code AWS_SDK_UA_APP_ID}. */
  private static String instance(HttpServerRequest request) {
    String agent = request.getHeader("User-Agent");
    int app = agent == null ? -1 : agent.indexOf("app/");
    return app < 0 ? "unnamed" : agent.substring(app + 4).split(" ")[0];
  }
}
