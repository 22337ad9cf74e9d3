package dev.caravan.it.raw;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.ThrowableProxyUtil;
import ch.qos.logback.core.read.ListAppender;
import dev.caravan.it.RunningCaravan;
import dev.caravan.it.RunningCaravan.Running;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.slf4j.LoggerFactory;

/** Clients that send what is no request behind a valid one, and hang up. */
@ExtendWith(RunningCaravan.class)
class QuietLogIT {

  private static final String SECRET = "words-of-a-prompt";
  private static final String BODY =
      "{\"prompt\":\"" + SECRET + "\",\"model\":\"amazon.nova-lite-v1:0\"}";
  private static final String HEAD =
      "POST /generate HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\n"
          + "Authorization: Bearer "
          + SECRET
          + "\r\n";
  private static final String VALID = HEAD + "Content-Length: " + BODY.length() + "\r\n\r\n" + BODY;

  private final Logger root = (Logger) LoggerFactory.getLogger(Logger.ROOT_LOGGER_NAME);
  private final ListAppender<ILoggingEvent> log = new ListAppender<>();

  @BeforeEach
  void listen() {
    log.start();
    root.addAppender(log);
  }

  @AfterEach
  void stop() {
    root.detachAppender(log);
  }

  @Test
  void garbage_behind_a_request_and_a_client_that_hangs_up_leave_nothing_in_the_log(Running caravan)
      throws Exception {
    int before = caravan.aws().bedrock().calls().size();
    List<String> sent =
        List.of(
            VALID + SECRET + " no http\r\n\r\n",
            VALID + "GET /" + SECRET + " HTTP/9\r\n\r\n",
            VALID + "GET /models HTTP/1.1\r\n" + SECRET + "\r\n\r\n",
            VALID + "\u0016\u0003\u0001" + SECRET,
            VALID + VALID.substring(0, VALID.length() - 5),
            VALID.substring(0, VALID.length() - 5),
            HEAD + "Transfer-Encoding: chunked\r\n\r\n" + SECRET + "\r\n",
            HEAD + "Content-Length: 5, " + SECRET + "\r\n\r\n",
            HEAD.substring(0, HEAD.length() - 9));
    for (String bytes : sent) {
      for (boolean isReset : new boolean[] {false, true}) {
        hangUp(caravan.service().httpPort(), bytes, isReset);
        hangUp(caravan.service().managementPort(), bytes, isReset);
      }
    }
    // Everything that the clients sent has been handled when a later caller is answered.
    assertThat(caravan.api().generate(BODY).status()).isEqualTo(200);
    assertThat(caravan.aws().bedrock().calls().size()).isGreaterThan(before);

    assertThat(List.copyOf(log.list))
        .extracting(QuietLogIT::text)
        .allSatisfy(line -> assertThat(line).doesNotContain(SECRET));
    assertThat(List.copyOf(log.list))
        .filteredOn(line -> line.getLevel().isGreaterOrEqual(Level.ERROR))
        .extracting(QuietLogIT::text)
        .isEmpty();
    assertThat(List.copyOf(log.list))
        .as("Netty and Vert.x")
        .filteredOn(
            line ->
                line.getLevel().isGreaterOrEqual(Level.WARN)
                    && line.getLoggerName().startsWith("io."))
        .extracting(QuietLogIT::text)
        .isEmpty();
  }

  /** Sends and hangs up at once. A reset also drops what the service has sent. */
  private static void hangUp(int port, String bytes, boolean isReset) throws IOException {
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
      if (isReset) {
        socket.setSoLinger(true, 0);
      }
      socket.getOutputStream().write(bytes.getBytes(StandardCharsets.ISO_8859_1));
    }
  }

  private static String text(ILoggingEvent line) {
    return line.getFormattedMessage()
        + (line.getThrowableProxy() == null
            ? ""
            : ThrowableProxyUtil.asString(line.getThrowableProxy()));
  }
}
