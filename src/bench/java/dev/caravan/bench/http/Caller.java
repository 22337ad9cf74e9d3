package dev.caravan.bench.http;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.PoolOptions;
import io.vertx.core.http.RequestOptions;
import java.time.Duration;

/**
 * Sends calls, each on a new connection, so that a service that accepts no connections shows in the
 * figures.
 */
final class Caller implements AutoCloseable {

  private static final int CONNECTIONS = 8_000;

  private final Vertx vertx = Vertx.vertx();
  private final HttpClient client =
      vertx.createHttpClient(
          new HttpClientOptions().setKeepAlive(false).setTcpNoDelay(true),
          new PoolOptions().setHttp1MaxSize(CONNECTIONS));

  /**
   * @param due when the call was to be sent, from {@link System#nanoTime}
   * @param longest how long the caller waits for a connection, and then for an answer
   * @return never fails; without an answer, the result says why
   */
  Future<Answer> send(Request request, long due, Duration longest) {
    RequestOptions options =
        new RequestOptions()
            .setMethod(request.method())
            .setHost("127.0.0.1")
            .setPort(request.port())
            .setURI(request.path())
            .setConnectTimeout(longest.toMillis())
            .setIdleTimeout(longest.toMillis());
    request.headers().forEach(options::putHeader);
    return client
        .request(options)
        .compose(ready -> send(ready, request.body(), due))
        .otherwise(e -> new Answer(0, null, e.getClass().getSimpleName(), since(due)));
  }

  // Send and read in one step, on the connection's thread. If another thread read the answer, an
  // answer that arrived in between would be lost.
  private static Future<Answer> send(HttpClientRequest ready, String body, long due) {
    return (body == null ? ready.send() : ready.send(Buffer.buffer(body)))
        .compose(
            answer ->
                answer
                    .end()
                    .map(
                        over ->
                            new Answer(
                                answer.statusCode(),
                                answer.getHeader("Retry-After"),
                                null,
                                since(due))));
  }

  private static long since(long due) {
    return (System.nanoTime() - due) / 1_000;
  }

  @Override
  public void close() {
    vertx.close().toCompletionStage().toCompletableFuture().join();
  }
}
