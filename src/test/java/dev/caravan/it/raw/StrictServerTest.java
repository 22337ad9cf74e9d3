package dev.caravan.it.raw;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.caravan.it.raw.RawHttp.Outcome;
import dev.caravan.web.ConnectionLimits;
import dev.caravan.web.Deadlines;
import dev.caravan.web.PortRules;
import dev.caravan.web.StrictVertx;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.impl.VertxInternal;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketException;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What every connection of a server does, without any route. */
class StrictServerTest {

  private static final int LIMIT = 500;
  private static final Deadlines DEADLINES =
      new Deadlines(Duration.ofSeconds(10), Duration.ofSeconds(30), Duration.ofSeconds(75));
  private static final ConnectionLimits CONNECTIONS = new ConnectionLimits(100, 100, 1_000_000);

  private final Vertx plain = Vertx.vertx();

  @AfterEach
  void close() throws Exception {
    plain.close().toCompletionStage().toCompletableFuture().get(10, TimeUnit.SECONDS);
  }

  private RawHttp server(Consumer<HttpServerRequest> handler) throws Exception {
    return new RawHttp(port(handler));
  }

  private int port(Consumer<HttpServerRequest> handler) throws Exception {
    HttpServer server =
        new StrictVertx(
                (VertxInternal) plain,
                LIMIT,
                new PortRules(Set::of, key -> ""),
                DEADLINES,
                CONNECTIONS,
                CONNECTIONS)
            .createHttpServer(new HttpServerOptions())
            .requestHandler(handler::accept)
            .listen(0, "127.0.0.1")
            .toCompletionStage()
            .toCompletableFuture()
            .get(10, TimeUnit.SECONDS);
    return server.actualPort();
  }

  private RawHttp answering(String text) throws Exception {
    return server(request -> request.response().end(text));
  }

  private static String post(int length, String more) {
    return "POST / HTTP/1.1\r\nHost: a\r\n" + more + "Content-Length: " + length + "\r\n\r\n";
  }

  private static String get(String more) {
    return "GET / HTTP/1.1\r\nHost: a\r\n" + more + "\r\n";
  }

  @Test
  void an_answer_has_a_date_and_a_length() throws Exception {
    RawAnswer answer = answering("text").send(get("")).only();

    assertThat(answer.header("Date")).endsWith(" GMT");
    assertThat(answer.header("Content-Length")).isEqualTo("4");
  }

  @Test
  void a_chunked_answer_in_one_piece_has_a_length_instead() throws Exception {
    RawAnswer answer =
        server(request -> request.response().setChunked(true).end("text")).send(get("")).only();

    assertThat(answer.header("Content-Length")).isEqualTo("4");
    assertThat(answer.header("Transfer-Encoding")).isNull();
    assertThat(answer.text()).isEqualTo("text");
  }

  @Test
  void the_limit_holds_for_the_line_and_for_the_headers() throws Exception {
    RawHttp server = answering("text");

    String lines = "X: " + "a".repeat(100) + "\r\n";
    assertThat(server.send(get(lines.repeat(4))).only().status()).isEqualTo(200);
    Problems.check(server.send(get(lines.repeat(5))).only(), 431, "HEADERS_TOO_LARGE");
    String line = "GET /%s HTTP/1.1\r\nHost: a\r\n\r\n";
    assertThat(server.send(line.formatted("a".repeat(400))).only().status()).isEqualTo(200);
    Problems.check(server.send(line.formatted("a".repeat(500))).only(), 414, "URI_TOO_LONG");
  }

  @Test
  void a_body_that_comes_after_its_answer_is_skipped_and_the_connection_goes_on() throws Exception {
    Outcome outcome = answering("text").send(post(200_000, "") + "b".repeat(200_000) + get(""), 2);

    assertThat(outcome.answers()).hasSize(2);
    assertThat(outcome.isClosed()).isFalse();
  }

  /**
   * The next request comes when the client has the answer, perhaps before the route has ended it.
   */
  @Test
  void a_large_request_may_follow_the_last_byte_of_an_answer() throws Exception {
    int port =
        port(
            request -> {
              if (request.method().equals(HttpMethod.POST)) {
                request.bodyHandler(body -> request.response().end("took " + body.length()));
                return;
              }
              request.response().putHeader("Content-Length", "4").write("text");
              plain.setTimer(500, passed -> request.response().end());
            });

    try (Socket socket = new Socket("127.0.0.1", port)) {
      socket.setSoTimeout(10_000);
      socket.getOutputStream().write(get("").getBytes(US_ASCII));
      readUntil(socket, "text");
      socket.getOutputStream().write((post(300_000, "") + "b".repeat(300_000)).getBytes(US_ASCII));

      assertThat(readUntil(socket, "took 300000")).startsWith("HTTP/1.1 200 OK");
    }
  }

  private static String readUntil(Socket socket, String end) throws IOException {
    StringBuilder read = new StringBuilder();
    while (read.indexOf(end) < 0) {
      int next = socket.getInputStream().read();
      assertThat(next).as("the connection ended after: " + read).isNotNegative();
      read.append((char) next);
    }
    return read.toString();
  }

  @Test
  void a_large_body_that_comes_after_its_answer_ends_the_connection() throws Exception {
    Outcome outcome = answering("text").send(post(900_000, "") + "b".repeat(900_000) + get(""));

    assertThat(outcome.only().text()).isEqualTo("text");
    assertThat(outcome.isClosed()).isTrue();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "GET / HT",
        "GET / HTTP/1.1\r\nHost: a\r\n\r\n",
        "POST",
        "CHUNKS",
        "LARGE",
        "HUGE",
        "MANY"
      })
  void a_request_in_work_learns_that_its_client_has_left_whatever_it_sent_behind(String behind)
      throws Exception {
    CountDownLatch left = new CountDownLatch(1);
    AtomicInteger begun = new AtomicInteger();
    int port =
        port(
            request -> {
              begun.incrementAndGet();
              request.response().closeHandler(closed -> left.countDown());
            });
    String more =
        switch (behind) {
          case "POST" -> post(10, "") + "half";
          case "CHUNKS" ->
              "POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n2\r\nha\r\n";
          case "LARGE" -> post(200_000, "") + "b".repeat(150_000);
          case "HUGE" -> post(900_000, "") + "b".repeat(800_000);
          case "MANY" -> post(4, "").repeat(3000);
          default -> behind;
        };

    try (Socket socket = new Socket("127.0.0.1", port)) {
      socket.getOutputStream().write((get("") + more).getBytes(US_ASCII));
      // Pieces that come one by one.
      for (int piece = 0; piece < 20; piece++) {
        socket
            .getOutputStream()
            .write(behind.equals("CHUNKS") ? "1\r\na\r\n".getBytes(US_ASCII) : new byte[0]);
        TimeUnit.MILLISECONDS.sleep(2);
      }
    } catch (SocketException e) {
      // The server may have closed the connection already.
    }

    assertThat(left.await(10, TimeUnit.SECONDS)).isTrue();
    assertThat(begun).hasValue(1);
  }

  @Test
  void requests_behind_a_slow_one_are_answered_in_their_turn_up_to_a_limit() throws Exception {
    RawHttp server =
        server(
            request ->
                request
                    .body()
                    .onSuccess(
                        body ->
                            plain.setTimer(
                                200, later -> request.response().end("" + body.length()))));

    Outcome few = server.send((post(60_000, "") + "b".repeat(60_000)).repeat(4), 4);
    Outcome many = server.send((post(60_000, "") + "b".repeat(60_000)).repeat(9), 2);

    assertThat(few.answers())
        .extracting(RawAnswer::text)
        .containsExactly("60000", "60000", "60000", "60000");
    assertThat(few.isClosed()).isFalse();
    assertThat(many.answers()).extracting(RawAnswer::status).containsExactly(200, 503);
    Problems.check(many.answers().get(1), 503, "OVERLOADED");
    assertThat(many.answers().get(1).text()).contains("wait on this connection");
    assertThat(many.isClosed()).isTrue();
  }

  @Test
  void a_client_that_sends_megabytes_behind_a_request_in_work_is_disconnected() throws Exception {
    AtomicInteger begun = new AtomicInteger();
    try (Socket socket = new Socket("127.0.0.1", port(request -> begun.incrementAndGet()))) {
      byte[] requests = get("").repeat(10_000).getBytes(US_ASCII);

      assertThatThrownBy(
              () -> {
                for (int n = 0; n < 100; n++) {
                  socket.getOutputStream().write(requests);
                }
              })
          .isInstanceOf(SocketException.class);
    }
    assertThat(begun).hasValue(1);
  }

  @ParameterizedTest
  @ValueSource(strings = {"close", "TE, close", "close, x", "keep-alive,close", "x ,\tClose "})
  void a_client_that_asks_for_the_end_of_the_connection_gets_it(String options) throws Exception {
    Outcome outcome = answering("text").send(get("Connection: " + options + "\r\n"));

    assertThat(outcome.only().header("Connection")).isEqualTo("close");
    assertThat(outcome.isClosed()).isTrue();
  }

  @ParameterizedTest
  @ValueSource(strings = {"http/1.1", "Http/1.1", "HTTP/01.1", "HTTP/1.2", "HTTP/2.0", "http/1.0"})
  void another_protocol_is_a_problem(String protocol) throws Exception {
    Outcome outcome = answering("text").send("GET / " + protocol + "\r\nHost: a\r\n\r\n");

    Problems.check(outcome.only(), 400, "BAD_REQUEST");
    assertThat(outcome.isClosed()).isTrue();
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 5, 8, 13, 21})
  void a_fold_is_refused_wherever_the_packets_end(int packet) throws Exception {
    String folded = get("A: b\r\n c\r\n");
    int port = port(request -> request.response().end("text"));
    try (Socket socket = new Socket("127.0.0.1", port)) {
      socket.setTcpNoDelay(true);
      socket.setSoTimeout(5_000);
      for (int at = 0; at < folded.length(); at += packet) {
        String part = folded.substring(at, Math.min(at + packet, folded.length()));
        socket.getOutputStream().write(part.getBytes(US_ASCII));
        Thread.sleep(5);
      }
      String answer = new String(socket.getInputStream().readAllBytes(), US_ASCII);
      assertThat(answer).startsWith("HTTP/1.1 400 ").contains("another line");
    }
  }

  @Test
  void a_client_that_still_sends_when_the_connection_ends_gets_the_answer() throws Exception {
    RawHttp server =
        server(
            request ->
                request.response().putHeader("Connection", "close").setStatusCode(413).end("no"));

    for (int time = 0; time < 10; time++) {
      Outcome outcome = server.send(post(3_000_000, "") + "b".repeat(3_000_000));
      assertThat(outcome.only().status()).isEqualTo(413);
      assertThat(outcome.isClosed()).isTrue();
    }
  }

  @Test
  void a_client_that_takes_a_large_last_answer_slowly_gets_all_of_it() throws Exception {
    byte[] large = new byte[8_000_000];
    int port =
        port(request -> request.endHandler(ended -> request.response().end(Buffer.buffer(large))));

    try (Socket client = new Socket()) {
      client.setReceiveBufferSize(65_536);
      client.connect(new InetSocketAddress("127.0.0.1", port));
      client.getOutputStream().write(get("Connection: close\r\n").getBytes(US_ASCII));
      // By now, all buffers are full.
      Thread.sleep(500);
      byte[] answer = client.getInputStream().readAllBytes();

      assertThat(answer).hasSizeGreaterThan(large.length);
    }
  }

  @Test
  void an_answer_to_a_client_that_waits_for_permission_ends_the_connection() throws Exception {
    Outcome outcome = answering("no").send(post(60, "Expect: 100-continue\r\n") + get(""));

    assertThat(outcome.only().text()).isEqualTo("no");
    assertThat(outcome.only().header("Connection")).isEqualTo("close");
    assertThat(outcome.isClosed()).isTrue();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "Connection: Upgrade, HTTP2-Settings\r\nUpgrade: h2c\r\nHTTP2-Settings: AAMAAABk\r\n",
        "Connection: Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Version: 13\r\n"
            + "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n"
      })
  void an_upgrade_is_ignored(String headers) throws Exception {
    Outcome outcome = answering("text").send(get(headers) + get(""), 2);

    assertThat(outcome.answers()).extracting(RawAnswer::status).containsExactly(200, 200);
  }

  @Test
  void a_body_that_breaks_while_its_answer_is_sent_ends_the_connection_after_it() throws Exception {
    RawHttp server =
        server(
            request -> {
              request.response().setChunked(true).write("first, ");
              plain.setTimer(300, timer -> request.response().end("last"));
            });

    Outcome outcome =
        server.send("POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n");

    assertThat(outcome.only().text()).isEqualTo("first, last");
    assertThat(outcome.isClosed()).isTrue();
  }

  @Test
  void a_head_request_has_the_length_of_get() throws Exception {
    Outcome outcome = answering("text").send("HEAD / HTTP/1.1\r\nHost: a\r\n\r\n" + get(""), 2);

    assertThat(outcome.answers()).hasSize(2);
    assertThat(outcome.answers().get(0).header("Content-Length")).isEqualTo("4");
  }
}
