package dev.caravan.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import dev.caravan.it.RunningCaravan.Running;
import java.io.ByteArrayInputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.List;
import java.util.UUID;
import java.util.stream.IntStream;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** The successful calls of the HTTP contract. */
@ExtendWith(RunningCaravan.class)
class HttpIT {

  @Test
  void a_prompt_is_answered_with_its_image(Running caravan) throws Exception {
    Api.Answer answer = caravan.api().generate("{\"prompt\":\"Norwegian mountain landscape\"}");

    assertThat(answer.status()).isEqualTo(200);
    JsonNode body = answer.json();
    assertThat(body.path("message").asText()).isEqualTo("Image generated successfully");
    assertThat(body.path("status").asText()).isEqualTo("done");
    String id = body.path("id").asText();
    assertThat(body.path("image_path").asText())
        .isEqualTo("s3://" + caravan.aws().bucket() + "/images/" + id + ".png");
    assertThat(body.path("model").asText()).isEqualTo("stability.stable-image-core-v1:1");
    assertThat(body.path("seed").asLong()).isBetween(1L, 4294967294L);
    assertThat(body.path("contentType").asText()).isEqualTo("image/png");
    assertThat(body.path("costUsd").decimalValue()).isEqualByComparingTo("0.04");
    assertThat(body.path("durationMs").asLong()).isPositive();

    Path file =
        caravan.aws().data().resolve(caravan.aws().bucket()).resolve("images/" + id + ".png");
    assertThat(Files.size(file)).isEqualTo(body.path("bytes").asLong());
    assertThat(ImageIO.read(file.toFile())).isNotNull();
  }

  @Test
  void the_url_in_the_answer_needs_no_credentials(Running caravan) throws Exception {
    JsonNode body = caravan.api().generate("{\"prompt\":\"a lake\"}").json();

    HttpResponse<byte[]> fetched =
        HttpClient.newHttpClient()
            .send(
                HttpRequest.newBuilder(URI.create(body.path("url").asText())).build(),
                HttpResponse.BodyHandlers.ofByteArray());

    assertThat(fetched.statusCode()).isEqualTo(200);
    assertThat(fetched.headers().firstValue("Content-Type")).contains("image/png");
    assertThat(fetched.body()).hasSize(body.path("bytes").asInt());
  }

  @Test
  void json_declared_as_a_form_is_accepted_because_curl_sends_it_that_way(Running caravan) {
    Api.Answer answer =
        caravan
            .api()
            .send(
                caravan
                    .api()
                    .request("/generate")
                    .header("Content-Type", "application/x-www-form-urlencoded")
                    .POST(HttpRequest.BodyPublishers.ofString("{\"prompt\":\"100% snow & ice\"}")));

    assertThat(answer.status()).isEqualTo(200);
    String id = answer.json().path("id").asText();
    assertThat(caravan.api().get("/generations/" + id).json().at("/prompt/text").asText())
        .isEqualTo("100% snow & ice");
  }

  @Test
  void every_parameter_reaches_the_model_and_the_record(Running caravan) throws Exception {
    Api.Answer answer =
        caravan
            .api()
            .generate(
                "{\"prompt\":\"a fjord\",\"model\":\"stability.sd3-5-large-v1:0\","
                    + "\"aspectRatio\":\"16:9\",\"seed\":1234,\"negativePrompt\":\"people\","
                    + "\"metadata\":{\"ticket\":\"A-1\"}}");

    assertThat(answer.json().path("seed").asLong()).isEqualTo(1234);
    JsonNode record = caravan.api().get("/generations/" + answer.json().path("id").asText()).json();
    assertThat(record.path("status").asText()).isEqualTo("done");
    assertThat(record.path("source").asText()).isEqualTo("http");
    assertThat(record.path("model").asText()).isEqualTo("stability.sd3-5-large-v1:0");
    assertThat(record.path("aspectRatio").asText()).isEqualTo("16:9");
    assertThat(record.path("attempts").asInt()).isEqualTo(1);
    assertThat(record.at("/prompt/negativePrompt").asText()).isEqualTo("people");
    assertThat(record.at("/prompt/metadata/ticket").asText()).isEqualTo("A-1");
    for (String stage : List.of("received", "claimed", "invoked", "answered", "stored")) {
      assertThat(record.at("/times/" + stage).asText()).as(stage).startsWith("20");
    }
    byte[] image =
        caravan.api().get("/generations/" + record.path("id").asText() + "/content").raw().body();
    assertThat(record.at("/result/bytes").asInt()).isEqualTo(image.length);
    assertThat(record.at("/result/sha256").asText())
        .isEqualTo(HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(image)));
    var drawn = ImageIO.read(new ByteArrayInputStream(image));
    assertThat((double) drawn.getWidth() / drawn.getHeight()).isBetween(1.7, 1.85);
  }

  @Test
  void the_same_seed_and_prompt_make_the_same_image(Running caravan) {
    String body = "{\"prompt\":\"a red house\",\"seed\":77}";

    String first = sha256(caravan, caravan.api().generate(body));
    String second = sha256(caravan, caravan.api().generate(body));

    assertThat(first).isEqualTo(second);
  }

  @Test
  void every_family_answers(Running caravan) {
    for (String model :
        List.of(
            "stability.stable-image-ultra-v1:1",
            "amazon.nova-canvas-v1:0",
            "amazon.titan-image-generator-v2:0",
            "amazon.titan-image-generator-v1")) {
      Api.Answer answer =
          caravan.api().generate("{\"prompt\":\"a boat\",\"model\":\"" + model + "\"}");
      assertThat(answer.status()).as(model + answer.text()).isEqualTo(200);
      assertThat(answer.json().path("contentType").asText()).startsWith("image/");
    }
  }

  @Test
  void a_text_model_answers_with_text(Running caravan) {
    JsonNode body =
        caravan
            .api()
            .generate("{\"prompt\":\"a haiku\",\"model\":\"amazon.nova-lite-v1:0\"}")
            .json();

    assertThat(body.path("message").asText()).isEqualTo("Text generated successfully");
    assertThat(body.path("text").asText()).isNotBlank();
    assertThat(body.path("text_path").asText()).endsWith(".txt").startsWith("s3://");
    assertThat(body.has("image_path")).isFalse();
    assertThat(body.path("costUsd").decimalValue()).isPositive();
    Api.Answer content = caravan.api().get("/generations/" + body.path("id").asText() + "/content");
    assertThat(content.text()).isEqualTo(body.path("text").asText());
    assertThat(content.header("Content-Type")).isEqualTo("text/plain; charset=utf-8");
  }

  @Test
  void unicode_and_emoji_survive_to_the_record_and_the_picture(Running caravan) {
    String text = "Ærlig talt: 日本の山 🏔️ 👩‍🚀 \\\"quoted\\\" \\n second line";

    String id = caravan.api().generate("{\"prompt\":\"" + text + "\"}").json().path("id").asText();

    String expected = "Ærlig talt: 日本の山 🏔️ 👩‍🚀 \"quoted\" \n second line";
    assertThat(caravan.api().get("/generations/" + id).json().at("/prompt/text").asText())
        .isEqualTo(expected);
    // The laptop AWS writes the prompt that it received into the PNG as UTF-8 text.
    assertThat(caravan.api().get("/generations/" + id + "/content").text())
        .contains("日本の山 🏔️ 👩‍🚀 \"quoted\"");
  }

  @Test
  void an_answer_has_a_length_and_is_not_chunked(Running caravan) {
    for (Api.Answer answer :
        List.of(
            caravan.api().generate("{\"prompt\":\"a boat\"}"),
            caravan.api().get("/generations/none"),
            caravan.api().get("/models"))) {
      assertThat(answer.header("Content-Length"))
          .as(answer.text())
          .isEqualTo(String.valueOf(answer.raw().body().length));
      assertThat(answer.header("Transfer-Encoding")).isNull();
    }
  }

  @Test
  void an_asynchronous_prompt_is_on_the_queue_before_the_answer_and_then_done(Running caravan) {
    Api.Answer answer =
        caravan.api().generate("{\"prompt\":\"later\"}", "Prefer", "wait=10, respond-async");

    assertThat(answer.status()).isEqualTo(202);
    assertThat(answer.header("Preference-Applied")).isEqualTo("respond-async");
    JsonNode body = answer.json();
    assertThat(answer.header("Location")).isEqualTo("/generations/" + body.path("id").asText());
    assertThat(body.path("status").asText()).isEqualTo("queued");
    assertThat(body.path("status_url").asText()).isEqualTo(answer.header("Location"));
    await()
        .untilAsserted(
            () ->
                assertThat(caravan.api().get(answer.header("Location")).json().path("status"))
                    .hasToString("\"done\""));
    await().untilAsserted(() -> assertThat(caravan.queues().size()).isZero());
  }

  @Test
  void the_same_idempotency_key_and_body_cost_one_model_call(Running caravan) {
    String key = UUID.randomUUID().toString();

    JsonNode first = caravan.api().generate("{\"prompt\":\"once\"}", "Idempotency-Key", key).json();
    JsonNode second =
        caravan.api().generate("{\"prompt\":\"once\"}", "Idempotency-Key", key).json();

    assertThat(second.path("id")).isEqualTo(first.path("id"));
    assertThat(second.path("image_path")).isEqualTo(first.path("image_path"));
    assertThat(caravan.aws().bedrock().calls()).hasSize(1);
  }

  @Test
  void a_repeated_asynchronous_request_sends_nothing_twice(Running caravan) {
    String key = UUID.randomUUID().toString();
    String[] headers = {"Idempotency-Key", key, "Prefer", "respond-async"};

    Api.Answer first = caravan.api().generate("{\"prompt\":\"once, later\"}", headers);
    Api.Answer second = caravan.api().generate("{\"prompt\":\"once, later\"}", headers);

    assertThat(first.status()).isEqualTo(202);
    assertThat(second.json().path("id")).isEqualTo(first.json().path("id"));
    await().untilAsserted(() -> assertThat(caravan.queues().size()).isZero());
    assertThat(caravan.aws().bedrock().calls()).hasSize(1);
    assertThat(caravan.api().generate("{\"prompt\":\"once, later\"}", headers).status())
        .isEqualTo(200);
  }

  @Test
  void generations_are_listed_newest_first_a_page_at_a_time(Running caravan) {
    List<String> made =
        IntStream.range(0, 3)
            .mapToObj(n -> caravan.api().generate("{\"prompt\":\"page " + n + "\"}"))
            .map(answer -> answer.json().path("id").asText())
            .toList();

    JsonNode first = caravan.api().get("/generations?limit=2").json();
    JsonNode second =
        caravan.api().get("/generations?limit=1&before=" + first.path("next").asText()).json();

    assertThat(first.at("/generations/0/id").asText()).isEqualTo(made.get(2));
    assertThat(first.at("/generations/1/id").asText()).isEqualTo(made.get(1));
    assertThat(second.at("/generations/0/id").asText()).isEqualTo(made.get(0));
  }

  @Test
  void twenty_concurrent_prompts_are_all_answered(Running caravan) {
    List<Integer> statuses =
        IntStream.range(0, 20)
            .parallel()
            .mapToObj(
                n ->
                    caravan
                        .api()
                        .generate(
                            "{\"prompt\":\"at once %d\",\"model\":\"amazon.nova-lite-v1:0\"}"
                                .formatted(n))
                        .status())
            .toList();

    assertThat(statuses).hasSize(20).containsOnly(200);
  }

  @Test
  void a_picture_has_small_versions_that_clients_may_keep(Running caravan) throws Exception {
    String id = caravan.api().generate("{\"prompt\":\"a wide view\"}").json().path("id").asText();
    String content = "/generations/" + id + "/content";
    Api.Answer whole = caravan.api().get(content);

    for (int width : List.of(320, 640)) {
      Api.Answer small = caravan.api().get(content + "?width=" + width);
      assertThat(small.status()).isEqualTo(200);
      assertThat(small.header("Content-Type")).isEqualTo("image/jpeg");
      assertThat(ImageIO.read(new ByteArrayInputStream(small.raw().body())).getWidth())
          .isEqualTo(width);
      assertThat(small.raw().body().length).isLessThan(whole.raw().body().length / 4);
      assertThat(small.header("ETag"))
          .isEqualTo(whole.header("ETag").replaceFirst("\"$", "-" + width + "\""));
      assertThat(small.header("Cache-Control")).contains("immutable");
      assertThat(small.header("Content-Disposition")).contains(id + "-" + width + ".jpg");
      Api.Answer kept =
          caravan.api().get(content + "?width=" + width, "If-None-Match", small.header("ETag"));
      assertThat(kept.status()).isEqualTo(304);
      assertThat(kept.header("ETag")).isEqualTo(small.header("ETag"));
      Api.Answer part = caravan.api().get(content + "?width=" + width, "Range", "bytes=0-9");
      assertThat(part.status()).isEqualTo(200);
      assertThat(part.raw().body()).isEqualTo(small.raw().body());
      Api.Answer head =
          caravan
              .api()
              .send(
                  caravan
                      .api()
                      .request(content + "?width=" + width)
                      .method("HEAD", HttpRequest.BodyPublishers.noBody()));
      assertThat(head.header("Content-Length"))
          .isEqualTo(String.valueOf(small.raw().body().length));
      assertThat(head.raw().body()).isEmpty();
    }
  }

  @Test
  void a_width_is_one_of_two_and_a_text_has_none(Running caravan) {
    String text =
        caravan
            .api()
            .generate("{\"prompt\":\"only words\",\"model\":\"amazon.nova-lite-v1:0\"}")
            .json()
            .path("id")
            .asText();
    String content = "/generations/" + text + "/content";

    assertThat(caravan.api().get(content + "?width=320").text())
        .isEqualTo(caravan.api().get(content).text());
    for (String query :
        List.of("width=1", "width=100000", "width=", "width=320&width=640", "w=1")) {
      Api.Answer answer = caravan.api().get(content + "?" + query);
      assertThat(answer.status()).as(query).isEqualTo(400);
      assertThat(answer.json().path("code").asText()).isEqualTo("BAD_REQUEST");
    }
  }

  @Test
  void content_may_be_cached_and_its_type_is_not_guessed(Running caravan) {
    String id = caravan.api().generate("{\"prompt\":\"keep me\"}").json().path("id").asText();

    Api.Answer content = caravan.api().get("/generations/" + id + "/content");

    assertThat(content.header("Cache-Control")).contains("immutable");
    assertThat(content.header("X-Content-Type-Options")).isEqualTo("nosniff");
    assertThat(content.header("Content-Type")).isEqualTo("image/png");
    assertThat(caravan.api().get("/generations/" + id).header("Cache-Control"))
        .isEqualTo("no-store");
  }

  private static String sha256(Running caravan, Api.Answer answer) {
    return caravan
        .api()
        .get("/generations/" + answer.json().path("id").asText())
        .json()
        .at("/result/sha256")
        .asText();
  }
}
