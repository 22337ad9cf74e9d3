package dev.caravan.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import dev.caravan.it.RunningCaravan.Running;
import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.net.http.HttpRequest;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** GET /dead-letters, which only operators can call. */
@ExtendWith(RunningCaravan.class)
class DeadLetterListingIT {

  private DeadLetterBox box;

  @BeforeEach
  void nothing_is_left_of_other_tests(Running caravan) {
    box = new DeadLetterBox(caravan);
    await().until(() -> caravan.queues().size() == 0);
  }

  @Test
  void the_list_says_why_and_tells_no_text_unless_asked(Running caravan) {
    String id = box.blocked("a secret wish");
    caravan.queues().send("{\"prompt\":\"x\",\"modell\":\"y\"}");
    box.awaitLetters(2);

    Api.Answer answer = caravan.management().get("/dead-letters");

    assertThat(answer.status()).as(answer.text()).isEqualTo(200);
    assertThat(answer.header("Content-Type")).isEqualTo("application/json");
    assertThat(answer.header("Cache-Control")).isEqualTo("no-store");
    assertThat(answer.text()).doesNotContain("a secret wish");
    assertThat(answer.json().path("byReason").toString())
        .isEqualTo("{\"CONTENT_BLOCKED\":1,\"INVALID_PROMPT\":1}");
    JsonNode letter = DeadLetterBox.find(answer.json().path("deadLetters"), id);
    assertThat(letter.path("reason").asText()).isEqualTo("CONTENT_BLOCKED");
    assertThat(letter.path("detail").asText()).isNotEmpty();
    assertThat(letter.path("failedAt").asText()).startsWith("20");
    assertThat(letter.path("attempts").asInt()).isEqualTo(1);
    assertThat(letter.path("model").asText()).isEqualTo("stability.stable-image-core-v1:1");
    assertThat(letter.path("origin").asText()).isEqualTo("envelope");
    assertThat(letter.path("bodyLength").asInt()).isEqualTo("a secret wish".length());

    JsonNode again = caravan.management().get("/dead-letters?text=true&limit=100").json();
    assertThat(DeadLetterBox.find(again.path("deadLetters"), id).path("text").asText())
        .isEqualTo("a secret wish");
    assertThat(caravan.management().get("/dead-letters?limit=1").json().path("deadLetters"))
        .hasSize(1);
    assertThat(box.letters()).as("looking takes nothing away").hasSize(2);
  }

  @Test
  void a_bad_look_is_refused(Running caravan) {
    for (String query :
        List.of("limit=0", "limit=101", "limit=x", "limit=", "text=1", "reason=QUOTA")) {
      Api.Answer answer = caravan.management().get("/dead-letters?" + query);
      assertThat(answer.status()).as(query).isEqualTo(400);
      assertThat(answer.json().path("code").asText()).isEqualTo("BAD_REQUEST");
    }
    assertThat(caravan.management().get("/dead-letters/redrive").status()).isEqualTo(405);
    assertThat(caravan.management().get("/dead-letters/nothing").status()).isEqualTo(404);
  }

  @Test
  void the_port_of_the_api_knows_nothing_of_it(Running caravan) {
    assertThat(caravan.api().get("/dead-letters").status()).isEqualTo(404);
    assertThat(DeadLetterBox.post(caravan.api(), "/dead-letters/redrive", "{}").status())
        .isEqualTo(404);
    assertThat(caravan.management().get("/generations").status()).isEqualTo(404);
    assertThat(caravan.management().get("/observe/health/live").status()).isEqualTo(200);
  }

  @Test
  void a_browser_is_kept_out(Running caravan) throws IOException {
    int port = caravan.service().managementPort();
    assertThat(status(port, "GET /dead-letters", "evil.example:" + port)).isEqualTo(403);
    assertThat(status(port, "GET /dead-letters", "127.0.0.1.evil.example")).isEqualTo(403);
    assertThat(status(port, "GET /dead-letters", "localhost:" + port)).isEqualTo(200);
    assertThat(status(port, "GET /dead-letters", "[::1]:" + port)).isEqualTo(200);
    Api.Answer form =
        caravan
            .management()
            .send(
                caravan
                    .management()
                    .request("/dead-letters/redrive")
                    .header("Content-Type", "text/plain")
                    .POST(HttpRequest.BodyPublishers.ofString("{}")));
    assertThat(form.status()).isEqualTo(415);
    assertThat(form.json().path("code").asText()).isEqualTo("UNSUPPORTED_MEDIA_TYPE");
  }

  private static int status(int port, String call, String host) throws IOException {
    try (Socket socket = new Socket("127.0.0.1", port)) {
      socket
          .getOutputStream()
          .write(
              (call + " HTTP/1.1\r\nHost: " + host + "\r\nConnection: close\r\n\r\n")
                  .getBytes(StandardCharsets.US_ASCII));
      InputStream in = socket.getInputStream();
      String line = new String(in.readNBytes(12), StandardCharsets.US_ASCII);
      return Integer.parseInt(line.substring(9));
    }
  }
}
