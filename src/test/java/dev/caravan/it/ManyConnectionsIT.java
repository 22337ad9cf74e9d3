package dev.caravan.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.caravan.it.raw.RawHttp;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** More connections and more unfinished requests than a service allows. */
class ManyConnectionsIT {

  private static final String HEAD =
      "POST /generate HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\n";

  private final List<Socket> sockets = new ArrayList<>();
  private LimitedCaravan caravan;

  @AfterEach
  void stop() throws IOException {
    for (Socket socket : sockets) {
      socket.close();
    }
    caravan.close();
  }

  private void open(int count, int port, String first) throws IOException {
    for (int n = 0; n < count; n++) {
      Socket socket = new Socket(InetAddress.getLoopbackAddress(), port);
      sockets.add(socket);
      try {
        socket.getOutputStream().write(first.getBytes(StandardCharsets.ISO_8859_1));
      } catch (IOException e) {
        // Already closed, because it is above the limit.
      }
    }
  }

  @Test
  void more_connections_than_the_limit_keep_nobody_out() throws Exception {
    caravan =
        LimitedCaravan.start(
            "caravan.http.connections", "100",
            "caravan.management.connections", "20",
            "caravan.http.headers-seconds", "6",
            "caravan.http.body-seconds", "6");
    // Callers in service keep their connections.
    Crowd crowd = new Crowd(caravan.port(false)).post(5);
    await().until(() -> caravan.bedrock().paid() == 5);

    for (String first :
        List.of("", "GET /mod", "GET / HTTP/1.1\r\nHost: l", HEAD + "Content-Length: 9\r\n\r\n{")) {
      open(150, caravan.port(false), first);
      open(50, caravan.port(true), first.replace("/generate", "/dead-letters/redrive"));
      await()
          .untilAsserted(
              () -> {
                assertThat(caravan.open("api")).as(first).isBetween(90.0, 101.0);
                assertThat(caravan.open("management")).as(first).isBetween(15.0, 21.0);
              });
      assertThat(new Api(caravan.port(false)).get("/models").status()).isEqualTo(200);
      assertThat(new Api(caravan.port(true)).get("/observe/health/live").status()).isEqualTo(200);
    }

    caravan.bedrock().letGo();
    assertThat(crowd.answers()).hasSize(5).allMatch(answer -> answer.statusCode() == 200);
    // All others have reached their deadlines.
    await()
        .atMost(Duration.ofSeconds(60))
        .untilAsserted(() -> assertThat(caravan.open("api")).isLessThan(20));
    assertThat(new Api(caravan.port(false)).get("/models").status()).isEqualTo(200);
  }

  @Test
  void unfinished_requests_take_no_more_memory_than_the_limit() throws Exception {
    caravan = LimitedCaravan.start("caravan.http.max-unfinished-bytes", "4000000");
    caravan.bedrock().letGo();
    int clients = 2000;
    String request = HEAD + "Content-Length: 262144\r\n\r\n" + " ".repeat(250_000);
    AtomicInteger refused = new AtomicInteger();
    Queue<Socket> kept = new ConcurrentLinkedQueue<>();

    // Each client waits for an answer for 500 ms. Those that get none keep their connections.
    IntStream.range(0, clients)
        .parallel()
        .forEach(
            n -> {
              try {
                Socket socket = new Socket(InetAddress.getLoopbackAddress(), caravan.port(false));
                synchronized (sockets) {
                  sockets.add(socket);
                }
                if (isRefused(socket, request)) {
                  refused.incrementAndGet();
                } else {
                  kept.add(socket);
                }
              } catch (IOException e) {
                throw new AssertionError("no connection", e);
              }
            });

    assertThat(refused.get() + kept.size()).isEqualTo(clients);
    // On a busy machine a refusal may come after the 500 ms.
    await()
        .untilAsserted(
            () ->
                assertThat(kept.stream().filter(ManyConnectionsIT::isUnanswered).count())
                    .isBetween(1L, 4_000_000L / 250_000));
    assertThat(caravan.api().generate(Crowd.BODY).status()).isEqualTo(200);
    assertThat(caravan.api().get("/models").status()).isEqualTo(200);
    assertThat(caravan.management().get("/observe/health/live").status()).isEqualTo(200);
  }

  private static boolean isUnanswered(Socket socket) {
    try {
      return socket.getInputStream().available() == 0;
    } catch (IOException e) {
      return false;
    }
  }

  private static boolean isRefused(Socket socket, String request) throws IOException {
    socket.setSoTimeout(500);
    try {
      socket.getOutputStream().write(request.getBytes(StandardCharsets.ISO_8859_1));
      byte[] status = socket.getInputStream().readNBytes(12);
      assertThat(new String(status, StandardCharsets.ISO_8859_1)).isEqualTo("HTTP/1.1 503");
      return true;
    } catch (java.net.SocketTimeoutException e) {
      return false;
    } catch (IOException e) {
      // The server closed the connection while the client was still sending.
      return true;
    }
  }

  @Test
  void an_address_has_only_so_many_connections_if_that_is_set() throws Exception {
    caravan = LimitedCaravan.start("caravan.http.connections-per-address", "10");

    open(30, caravan.port(false), "");
    await().untilAsserted(() -> assertThat(caravan.open("api")).isEqualTo(10));
    RawHttp.Outcome outcome =
        new RawHttp(caravan.port(false)).send("GET /models HTTP/1.1\r\nHost: localhost\r\n\r\n");
    assertThat(outcome.answers()).isEmpty();
    assertThat(outcome.isClosed()).isTrue();
    assertThat(caravan.management().get("/observe/health/live").status()).isEqualTo(200);

    for (Socket socket : sockets) {
      socket.close();
    }
    await().untilAsserted(() -> assertThat(caravan.api().get("/models").status()).isEqualTo(200));
  }
}
