package dev.caravan.bench.http.hostile;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.Vertx;
import io.vertx.core.net.NetServer;
import io.vertx.core.net.NetServerOptions;
import io.vertx.core.net.NetSocket;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The hostile client reports what a server did with its connections. */
class ConnectionsTest {

  private static final int EACH = 30;

  private final Vertx vertx = Vertx.vertx();
  private final Set<String> addresses = ConcurrentHashMap.newKeySet();

  @AfterEach
  void close() throws Exception {
    vertx.close().toCompletionStage().toCompletableFuture().get(10, TimeUnit.SECONDS);
  }

  @ParameterizedTest
  @EnumSource(Attack.class)
  void connections_that_the_server_leaves_open_stay_open(Attack attack) throws Exception {
    Attacked attacked = attack(listen(socket -> {}), 0.5, attack).get(0);

    assertThat(attacked)
        .isEqualTo(new Attacked(attack, EACH, 0, 0, EACH, Map.of("none", EACH), 0, 0));
  }

  @ParameterizedTest
  @EnumSource(Attack.class)
  void connections_that_the_server_closes_are_timed_and_the_last_answer_is_counted(Attack attack)
      throws Exception {
    long begun = System.nanoTime();

    Attacked attacked =
        attack(
                listen(
                    socket ->
                        vertx.setTimer(
                            300,
                            late ->
                                socket
                                    .write("HTTP/1.1 408 Request Timeout\r\n\r\n")
                                    .onComplete(sent -> socket.close()))),
                30,
                attack)
            .get(0);

    double took = (System.nanoTime() - begun) / 1e9;
    assertThat(attacked.closed()).isEqualTo(EACH);
    assertThat(attacked.refused() + attacked.stillOpen()).isZero();
    assertThat(attacked.answers()).isEqualTo(Map.of("408", EACH));
    assertThat(attacked.medianSeconds()).isBetween(0.25, attacked.lastSeconds());
    assertThat(attacked.lastSeconds()).isLessThan(took);
  }

  @ParameterizedTest
  @EnumSource(Attack.class)
  void each_attack_sends_all_that_it_has_to_send(Attack attack) throws Exception {
    AtomicLong received = new AtomicLong();

    attack(
        listen(socket -> socket.handler(bytes -> received.addAndGet(bytes.length()))), 2, attack);

    assertThat(received).hasValue((long) EACH * attack.sent().remaining());
  }

  @Test
  void no_attack_completes_its_request_except_the_one_that_waits_for_another() {
    assertThat(text(Attack.HALF_HEADERS)).startsWith("POST ").doesNotContain("\r\n\r\n");
    assertThat(text(Attack.HALF_BODY)).contains("Content-Length: 262144\r\n\r\n");
    assertThat(text(Attack.HALF_BODY).length() - text(Attack.HALF_BODY).indexOf("\r\n\r\n") - 4)
        .isEqualTo(250_000);
    assertThat(text(Attack.SILENT)).isEmpty();
    assertThat(text(Attack.KEPT_ALIVE)).startsWith("GET ").endsWith("\r\n\r\n");
  }

  @Test
  void connections_without_a_server_are_refused() throws Exception {
    int free;
    try (ServerSocket socket = new ServerSocket(0)) {
      free = socket.getLocalPort();
    }

    assertThat(attack(free, 30, Attack.SILENT, Attack.HALF_HEADERS))
        .allSatisfy(attacked -> assertThat(attacked.refused()).isEqualTo(EACH))
        .extracting(Attacked::attack)
        .containsExactly(Attack.SILENT, Attack.HALF_HEADERS);
  }

  @Test
  void connections_come_from_several_addresses() throws Exception {
    attack(
        listen(socket -> addresses.add(socket.remoteAddress().hostAddress())), 0.5, Attack.SILENT);

    // Only Linux has all of 127.0.0.0/8 on its loopback interface.
    assertThat(addresses)
        .isSubsetOf("127.0.0.1", "127.0.0.2", "127.0.0.3", "127.0.0.4")
        .hasSizeBetween(1, 3);
  }

  private static String text(Attack attack) {
    byte[] bytes = new byte[attack.sent().remaining()];
    attack.sent().get(bytes);
    return new String(bytes, java.nio.charset.StandardCharsets.US_ASCII);
  }

  private static List<Attacked> attack(int port, double seconds, Attack... attacks)
      throws IOException {
    return new Connections(
            new InetSocketAddress("127.0.0.1", port), List.of(attacks), EACH, 3, 1000)
        .attack(seconds);
  }

  private int listen(Consumer<NetSocket> connected) throws Exception {
    NetServer server =
        vertx
            .createNetServer(new NetServerOptions().setHost("127.0.0.1").setPort(0))
            .connectHandler(connected::accept);
    return server
        .listen()
        .toCompletionStage()
        .toCompletableFuture()
        .get(10, TimeUnit.SECONDS)
        .actualPort();
  }
}
