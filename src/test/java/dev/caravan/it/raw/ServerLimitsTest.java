package dev.caravan.it.raw;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.caravan.it.raw.RawHttp.Outcome;
import dev.caravan.web.ConnectionLimits;
import dev.caravan.web.Deadlines;
import dev.caravan.web.PortRules;
import dev.caravan.web.StrictVertx;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.impl.VertxInternal;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The deadlines and limits of connections, without any route. */
class ServerLimitsTest {

  private static final Duration SHORT = Duration.ofMillis(400);
  private static final Duration LONG = Duration.ofSeconds(60);
  private static final ConnectionLimits MANY = new ConnectionLimits(1000, 1000, 10_000_000);
  private static final String GET = "GET / HTTP/1.1\r\nHost: a\r\n\r\n";

  private final Vertx plain = Vertx.vertx();
  private final List<Socket> sockets = new ArrayList<>();
  private StrictVertx strict;
  private int port;

  @AfterEach
  void close() throws Exception {
    for (Socket socket : sockets) {
      socket.close();
    }
    plain.close().toCompletionStage().toCompletableFuture().get(10, TimeUnit.SECONDS);
  }

  private void serve(
      Deadlines deadlines, ConnectionLimits limits, Consumer<HttpServerRequest> handler)
      throws Exception {
    strict =
        new StrictVertx(
            (VertxInternal) plain,
            8192,
            new PortRules(Set::of, key -> ""),
            deadlines,
            limits,
            limits);
    HttpServer server =
        strict
            .createHttpServer(new HttpServerOptions())
            .requestHandler(handler::accept)
            .listen(0, "127.0.0.1")
            .toCompletionStage()
            .toCompletableFuture()
            .get(10, TimeUnit.SECONDS);
    port = server.actualPort();
  }

  private Socket open(String first) throws IOException {
    Socket socket = new Socket(InetAddress.getLoopbackAddress(), port);
    sockets.add(socket);
    socket.setSoTimeout(10_000);
    socket.getOutputStream().write(first.getBytes(StandardCharsets.ISO_8859_1));
    return socket;
  }

  private static Deadlines all(Duration time) {
    return new Deadlines(time, time, time);
  }

  private static String post(int length) {
    return "POST / HTTP/1.1\r\nHost: a\r\nContent-Length: " + length + "\r\n\r\n";
  }

  @Test
  void a_slow_download_is_not_cut_off() throws Exception {
    byte[] answer = new byte[20_000_000];
    serve(all(SHORT), MANY, request -> request.response().end(Buffer.buffer(answer)));

    InputStream in = open(GET).getInputStream();
    byte[] buffer = new byte[200_000];
    long received = 0;
    long start = System.nanoTime();
    while (received < answer.length) {
      int read = in.read(buffer);
      assertThat(read).as("after " + received + " bytes").isPositive();
      received += read;
      Thread.sleep(read / 8000);
    }

    assertThat(Duration.ofNanos(System.nanoTime() - start)).isGreaterThan(SHORT.multipliedBy(5));
  }

  @Test
  void a_client_that_stops_taking_its_answer_is_cut_off() throws Exception {
    serve(
        new Deadlines(LONG, LONG, SHORT),
        MANY,
        request -> request.response().end(Buffer.buffer(new byte[20_000_000])));

    open(GET);

    await().until(() -> strict.open(false) == 1);
    await().atMost(Duration.ofSeconds(10)).until(() -> strict.open(false) == 0);
  }

  @Test
  void the_last_answer_of_a_connection_has_the_same_deadline() throws Exception {
    serve(
        new Deadlines(LONG, LONG, SHORT),
        MANY,
        request ->
            request
                .response()
                .putHeader("Connection", "close")
                .end(Buffer.buffer(new byte[20_000_000])));

    open(GET);

    await().until(() -> strict.open(false) == 1);
    await().atMost(Duration.ofSeconds(10)).until(() -> strict.open(false) == 0);
  }

  @Test
  void a_body_behind_a_request_in_work_is_not_late() throws Exception {
    serve(
        new Deadlines(LONG, SHORT, LONG),
        MANY,
        request ->
            request
                .body()
                .onSuccess(body -> plain.setTimer(1500, it -> request.response().end("done"))));

    Socket socket = open(post(2) + "ab" + post(2) + "a");
    InputStream in = socket.getInputStream();
    String first = new String(in.readNBytes(12), StandardCharsets.ISO_8859_1);
    socket.getOutputStream().write('b');
    StringBuilder rest = new StringBuilder();
    while (!rest.toString().contains("HTTP/1.1 ")) {
      rest.append((char) in.read());
    }
    rest.append(new String(in.readNBytes(3), StandardCharsets.ISO_8859_1));

    assertThat(first).isEqualTo("HTTP/1.1 200");
    assertThat(rest.toString()).endsWith("HTTP/1.1 200");
  }

  @Test
  void a_late_body_behind_a_slow_request_is_answered_in_its_turn() throws Exception {
    serve(
        new Deadlines(LONG, SHORT, LONG),
        MANY,
        request ->
            request
                .body()
                .onSuccess(body -> plain.setTimer(1000, it -> request.response().end("done"))));

    Socket socket = open(post(2) + "ab" + post(2) + "a");
    String received =
        new String(socket.getInputStream().readAllBytes(), StandardCharsets.ISO_8859_1);

    assertThat(received)
        .containsSubsequence("HTTP/1.1 200", "done", "HTTP/1.1 408", "REQUEST_TIMEOUT");
  }

  @Test
  void at_the_limit_the_connection_that_waits_longest_for_its_client_gives_way() throws Exception {
    serve(all(LONG), new ConnectionLimits(3, 1000, 1000), request -> request.response().end("a"));

    Socket used = open(GET);
    assertThat(used.getInputStream().read()).isEqualTo('H');
    Socket silent = open("");
    Socket half = open("GET / HT");
    await().until(() -> strict.open(false) == 3);

    assertThat(new RawHttp(port).send(GET).only().status()).isEqualTo(200);
    used.getInputStream().readNBytes(10_000);
    // Only the first one was closed.
    assertThat(used.getInputStream().read()).isEqualTo(-1);
    half.getOutputStream().write("TP/1.1\r\nHost: a\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
    assertThat(half.getInputStream().read()).isEqualTo('H');
    silent.getOutputStream().write(GET.getBytes(StandardCharsets.US_ASCII));
    assertThat(silent.getInputStream().read()).isEqualTo('H');
  }

  @Test
  void a_connection_gives_way_to_one_new_one_only() throws Exception {
    serve(all(LONG), new ConnectionLimits(5, 1000, 10_000), request -> {});

    for (int round = 0; round < 20; round++) {
      for (int n = 0; n < 50; n++) {
        open(post(9) + "b");
      }
      await().untilAsserted(() -> assertThat(strict.open(false)).isEqualTo(5));
    }
  }

  @Test
  void at_the_limit_of_connections_in_use_the_new_one_is_closed() throws Exception {
    List<HttpServerRequest> waiting = new CopyOnWriteArrayList<>();
    serve(all(SHORT), new ConnectionLimits(2, 1000, 1000), waiting::add);

    Socket first = open(GET);
    Socket second = open(GET);
    await().until(() -> waiting.size() == 2);
    Outcome outcome = new RawHttp(port).send(GET);
    plain.runOnContext(it -> waiting.forEach(request -> request.response().end("late")));

    assertThat(outcome.answers()).isEmpty();
    assertThat(outcome.isClosed()).isTrue();
    assertThat(first.getInputStream().read()).isEqualTo('H');
    assertThat(second.getInputStream().read()).isEqualTo('H');
    // An idle one gives way.
    await().until(() -> strict.open(false) < 2);
    open(GET);
    await().until(() -> waiting.size() == 3);
  }

  @Test
  void unfinished_headers_count_as_unfinished_bytes_and_whole_requests_do_not() throws Exception {
    serve(all(LONG), new ConnectionLimits(100, 100, 3000), request -> request.response().end("a"));
    String half = "GET / HTTP/1.1\r\nHost: a\r\nX: " + "a".repeat(900);

    open(half);
    open(half);
    open(half);
    await().until(() -> strict.open(false) == 3);
    Outcome refused = new RawHttp(port).send(half);

    Problems.check(refused.only(), 503, "OVERLOADED");
    assertThat(refused.only().header("Retry-After")).isEqualTo("5");
    assertThat(refused.isClosed()).isTrue();
    assertThat(new RawHttp(port).send(half + "\r\n\r\n").only().status()).isEqualTo(200);
    assertThat(new RawHttp(port).send(post(900) + "b".repeat(900)).only().status()).isEqualTo(200);
    sockets.get(0).close();
    await().until(() -> strict.open(false) == 2);
    Socket again = open(half);
    again.getOutputStream().write("\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
    assertThat(again.getInputStream().read()).isEqualTo('H');
  }
}
