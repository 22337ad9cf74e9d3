package dev.caravan.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.caravan.cli.FreePort;
import dev.caravan.local.LocalAws;
import dev.caravan.local.LocalAwsOptions;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Clients that want to end a service that has little memory and may open few files. */
class AttackersIT {

  private static final int FILES = 700;
  private static final int HEAP_MEGABYTES = 160;

  /** Together three times the heap. */
  private static final int HALF_SENT = 2000;

  private static final String HALF =
      "%s HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\n"
          + "Content-Length: 262144\r\n\r\n"
          + " ".repeat(250_000);

  @TempDir Path home;
  private final List<Socket> sockets = new ArrayList<>();
  private int port;
  private int managementPort;

  @Test
  void neither_half_sent_requests_nor_silent_connections_end_or_block_the_service()
      throws Exception {
    port = FreePort.find();
    managementPort = FreePort.find();
    try (LocalAws aws = LocalAws.start(LocalAwsOptions.onFreePorts(home.resolve("data")))) {
      Map<String, String> variables = Launched.variables(aws);
      variables.put("HTTP_PORT", String.valueOf(port));
      variables.put("MANAGEMENT_PORT", String.valueOf(managementPort));
      variables.put("CARAVAN_HTTP_HEADERS_SECONDS", "120");
      variables.put("CARAVAN_HTTP_BODY_SECONDS", "120");
      try (Launched serve = Launched.small(FILES, HEAP_MEGABYTES, home, variables, "serve")) {
        await().ignoreExceptions().until(() -> serve.err().contains("Ready: HTTP"));
        attack();
        assertThat(serve.err())
            .contains("A limit of port " + port + " is reached")
            .doesNotContain("OutOfMemoryError")
            .doesNotContain("Too many open files")
            .doesNotContain(" ERROR ");
      }
    } finally {
      for (Socket socket : sockets) {
        socket.close();
      }
    }
  }

  private void attack() throws IOException {
    for (String line : List.of("GET /page/app.js", "POST /page/app.js", "POST /generate")) {
      int refused = 0;
      for (int n = 0; n < HALF_SENT; n++) {
        refused += isRefused(open(port), HALF.formatted(line)) ? 1 : 0;
      }
      // A few bodies of POST /generate are kept, and wait for their rest.
      assertThat(refused).as(line).isGreaterThan(HALF_SENT * 9 / 10);
      isUp();
    }
    // More than the process may open files.
    for (int n = 0; n < FILES * 2; n++) {
      open(port);
      open(managementPort);
    }
    isUp();
  }

  /** Every call on a connection of its own, as those of other clients. */
  private void isUp() {
    assertThat(new Api(managementPort).get("/observe/health").status()).isEqualTo(200);
    assertThat(new Api(managementPort).get("/observe/health/ready").status()).isEqualTo(200);
    assertThat(new Api(port).get("/models").status()).isEqualTo(200);
    assertThat(new Api(port).generate(Crowd.BODY).status()).isEqualTo(200);
  }

  private Socket open(int to) throws IOException {
    Socket socket = new Socket(InetAddress.getLoopbackAddress(), to);
    sockets.add(socket);
    return socket;
  }

  private static boolean isRefused(Socket socket, String request) throws IOException {
    socket.setSoTimeout(200);
    try {
      socket.getOutputStream().write(request.getBytes(StandardCharsets.ISO_8859_1));
      socket.getInputStream().read();
      return true;
    } catch (SocketTimeoutException e) {
      return false;
    } catch (IOException e) {
      // Closed while the client was still sending.
      return true;
    }
  }
}
