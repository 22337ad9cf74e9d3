package dev.caravan.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What a command sends, and what it says about answers that are not those of a Caravan. */
class ServiceClientTest {

  private static final String TOKEN = "a-secret-token";

  private final List<String> requests = new ArrayList<>();
  private int status = 200;
  private String body = "{\"id\":\"a\",\"status\":\"done\"}";
  private HttpServer server;
  private ServiceClient client;

  @BeforeEach
  void start() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext("/", this::answer);
    server.start();
    client = new ServiceClient(new ServiceAddress(address()), Optional.of(TOKEN));
  }

  @AfterEach
  void stop() {
    server.stop(0);
  }

  @Test
  void the_token_is_sent_but_not_to_the_target_of_a_redirect() {
    assertThat(client.generation("a").path("status").asText()).isEqualTo("done");
    status = 302;
    assertThatThrownBy(() -> client.generation("b"))
        .hasMessage("The service at " + address() + " answered 302.");

    assertThat(requests)
        .containsExactly("/generations/a Bearer " + TOKEN, "/generations/b Bearer " + TOKEN);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "404 | <html>nothing</html>                    | There is no generation a at ADDRESS.",
        "502 | <html><h1>Bad Gateway</h1>              | The service at ADDRESS answered 502.",
        "503 | {'detail':'The service is stopping.'}   | The service at ADDRESS answered 503. The service is stopping.",
        "422 | {'detail':'A\\u001b[31m prompt.'}       | A\\u001b[31m prompt.",
        "400 | {'error':'x'}                           | The service at ADDRESS answered 400.",
        "401 | {'detail':'No.'}                        | The service at ADDRESS does not know this token. Correct CARAVAN_TOKEN or the file with the token.",
        "200 | <html>Welcome</html>                    | The answer of ADDRESS is not that of a Caravan service. Check the address.",
        "200 | []                                      | The answer of ADDRESS is not that of a Caravan service. Check the address.",
      },
      quoteCharacter = '`')
  void an_answer_that_is_no_record_is_one_line(int answered, String text, String message) {
    status = answered;
    body = text.replace('\'', '"');

    assertThatThrownBy(() -> client.generation("a"))
        .isInstanceOf(ServiceException.class)
        .hasMessage(message.replace("ADDRESS", address()));
  }

  private String address() {
    return "http://127.0.0.1:" + server.getAddress().getPort();
  }

  private void answer(HttpExchange exchange) throws IOException {
    requests.add(
        exchange.getRequestURI() + " " + exchange.getRequestHeaders().getFirst("Authorization"));
    byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
    exchange.getResponseHeaders().set("Location", address() + "/elsewhere");
    exchange.sendResponseHeaders(status, bytes.length);
    exchange.getResponseBody().write(bytes);
    exchange.close();
  }
}
