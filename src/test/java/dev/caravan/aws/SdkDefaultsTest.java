package dev.caravan.aws;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpServer;
import dev.caravan.SystemProperties;
import dev.caravan.queue.SqsClients;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import software.amazon.awssdk.services.sqs.SqsClient;
import software.amazon.awssdk.services.sqs.model.SqsException;

class SdkDefaultsTest {

  private final AtomicInteger attempts = new AtomicInteger();
  private final SystemProperties properties = new SystemProperties();
  private HttpServer server;

  @BeforeEach
  void start() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext(
        "/",
        exchange -> {
          attempts.incrementAndGet();
          exchange.sendResponseHeaders(503, -1);
          exchange.close();
        });
    server.start();
    properties.set("aws.region", "eu-north-1");
    properties.set("aws.accessKeyId", UUID.randomUUID().toString());
    properties.set("aws.secretAccessKey", UUID.randomUUID().toString());
    properties.set("aws.endpointUrlSqs", "http://127.0.0.1:" + server.getAddress().getPort());
  }

  @AfterEach
  void stop() {
    properties.close();
    server.stop(0);
  }

  @Test
  void a_call_has_four_attempts() {
    send();

    assertThat(attempts).hasValue(4);
  }

  @Test
  void a_new_default_of_the_sdk_changes_nothing() {
    // An opt-in of the SDK to its next defaults, which include three attempts.
    properties.set("aws.newRetries2026", "true");

    send();

    assertThat(attempts).hasValue(4);
  }

  @ParameterizedTest
  @CsvSource({"aws.retryMode, standard, 3", "aws.maxAttempts, 2, 2"})
  void the_sdks_own_settings_count(String property, String value, int expected) {
    properties.set(property, value);

    send();

    assertThat(attempts).hasValue(expected);
  }

  private void send() {
    try (SqsClient sqs = SqsClients.client()) {
      assertThatThrownBy(
              () ->
                  sqs.sendMessage(
                      send -> send.queueUrl("http://127.0.0.1/0/prompts").messageBody("a boat")))
          .isInstanceOf(SqsException.class);
    }
  }
}
