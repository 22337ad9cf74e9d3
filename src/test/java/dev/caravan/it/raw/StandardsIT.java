package dev.caravan.it.raw;

import static org.assertj.core.api.Assertions.assertThat;

import dev.caravan.it.Api;
import dev.caravan.it.RunningCaravan;
import dev.caravan.it.RunningCaravan.Running;
import java.io.ByteArrayInputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What RFC 9110 and RFC 7240 require of answers: dates, HEAD, codings, preferences. */
@ExtendWith(RunningCaravan.class)
class StandardsIT {

  private static final String TEXT =
      "{\"prompt\":\"by the book\",\"model\":\"amazon.nova-lite-v1:0\"}";

  private static String made(Running caravan) {
    return caravan.api().generate(TEXT).json().path("id").asText();
  }

  private static List<String> comparable(RawAnswer answer) {
    List<String> lines = new ArrayList<>(answer.lines());
    lines.removeIf(line -> line.toLowerCase(Locale.ROOT).startsWith("date:"));
    lines.removeIf(line -> line.toLowerCase(Locale.ROOT).startsWith("transfer-enc"));
    lines.replaceAll(line -> line.toLowerCase(Locale.ROOT));
    return lines.stream().sorted().toList();
  }

  @Test
  void head_has_the_headers_of_get_and_no_body(Running caravan) {
    String id = made(caravan);
    for (String path :
        List.of(
            "/",
            "/page/app.js",
            "/openapi.json",
            "/models",
            "/generations/" + id,
            "/generations/" + id + "/",
            "/generations/nobody")) {
      RawAnswer get = new RawHttp(caravan.service().httpPort()).ask("GET", path);
      RawAnswer head = new RawHttp(caravan.service().httpPort()).ask("HEAD", path);

      assertThat(head.status()).as(path).isEqualTo(get.status());
      assertThat(comparable(head)).as(path).isEqualTo(comparable(get));
      assertThat(head.header("Content-Length"))
          .as(path)
          .isEqualTo(String.valueOf(get.body().length));
    }
    RawAnswer content =
        new RawHttp(caravan.service().httpPort()).ask("GET", "/generations/" + id + "/content");
    RawAnswer head =
        new RawHttp(caravan.service().httpPort()).ask("HEAD", "/generations/" + id + "/content");
    assertThat(head.status()).isEqualTo(200);
    assertThat(head.header("Content-Length")).isEqualTo(String.valueOf(content.body().length));
    assertThat(comparable(head)).containsAll(comparable(content));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/observe/health",
        "/observe/health/live",
        "/observe/health/ready",
        "/observe/metrics",
        "/dead-letters"
      })
  void head_works_on_the_management_port(String path, Running caravan) {
    int port = caravan.service().managementPort();
    assertThat(new RawHttp(port).ask("HEAD", path).status())
        .isEqualTo(new RawHttp(port).ask("GET", path).status());
    assertThat(new RawHttp(port).ask("HEAD", path).status()).isEqualTo(200);
    assertThat(new RawHttp(port).ask("GET", path + "/").header("Date")).isNotNull();
    for (String accept : List.of("text/plain", "application/json", "image/png", "garbage;;q")) {
      assertThat(new RawHttp(port).ask("GET", path, "Accept: " + accept).status())
          .as(accept)
          .isEqualTo(200);
    }
    RawAnswer wrong = new RawHttp(port).ask("DELETE", path);
    Problems.check(wrong, 405, "METHOD_NOT_ALLOWED");
    assertThat(wrong.header("Allow")).isEqualTo("GET, HEAD");
  }

  @Test
  void the_management_port_answers_with_problems_too(Running caravan) {
    int port = caravan.service().managementPort();
    Problems.check(new RawHttp(port).ask("GET", "/nothing"), 404, "NOT_FOUND");
    Problems.check(new RawHttp(port).ask("GET", "/observe/nothing"), 404, "NOT_FOUND");
    Problems.check(new RawHttp(port).ask("FOO", "/observe/health"), 501, "NOT_IMPLEMENTED");
    Problems.check(new RawHttp(port).ask("GET", "/observe/health?a=%zz"), 400, "BAD_REQUEST");
    Problems.check(
        new RawHttp(port)
            .send("GET /observe/health/live HTTP/1.1\r\nHost: evil.example\r\n\r\n")
            .only(),
        403,
        "FORBIDDEN");
    Problems.check(
        new RawHttp(port)
            .send(
                "POST /dead-letters/redrive HTTP/1.1\r\nHost: localhost\r\n"
                    + "Content-Type: application/x-www-form-urlencoded\r\nContent-Length: 2\r\n\r\n{}")
            .only(),
        415,
        "UNSUPPORTED_MEDIA_TYPE");
    Problems.check(
        new RawHttp(port)
            .send(
                "POST /dead-letters/redrive HTTP/1.1\r\nHost: localhost\r\n"
                    + "Content-Type: application/json\r\nTransfer-Encoding: chunked\r\n\r\n40001\r\n"
                    + " ".repeat(0x40001)
                    + "\r\n0\r\n\r\n")
            .only(),
        413,
        "CONTENT_TOO_LARGE");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "gzip | true",
        "GZIP | true",
        "x-gzip | true",
        "deflate, gzip;q=0.1 | true",
        "br;q=1.0, gzip ; q=0.001 , *;q=0 | true",
        "* | true",
        "gzip;q=0 | false",
        "gzip;q=0.000 | false",
        "gzip;q=0, * | false",
        "*;q=0 | false",
        "notgzip | false",
        "gzipped | false",
        "identity | false",
        "br | false",
        "gzip;q=2 | false",
        "gzip=1; | true",
        "\"gzip\" | false"
      })
  void an_answer_is_compressed_only_if_the_caller_accepts_that(
      String accepted, boolean packed, Running caravan) throws Exception {
    for (String path : List.of("/openapi.json", "/models")) {
      RawAnswer plain = new RawHttp(caravan.service().httpPort()).ask("GET", path);
      RawAnswer answer =
          new RawHttp(caravan.service().httpPort())
              .ask("GET", path, "Accept-Encoding: " + accepted);

      assertThat(answer.header("Content-Encoding")).isEqualTo(packed ? "gzip" : null);
      assertThat(answer.header("Vary")).isEqualTo("Accept-Encoding");
      assertThat(plain.header("Vary")).isEqualTo("Accept-Encoding");
      byte[] body =
          packed
              ? new GZIPInputStream(new ByteArrayInputStream(answer.body())).readAllBytes()
              : answer.body();
      assertThat(body).isEqualTo(plain.body());
    }
  }

  @Test
  void a_list_of_generations_is_compressed_for_callers_that_accept_that(Running caravan)
      throws Exception {
    for (int n = 0; n < 5; n++) {
      made(caravan);
    }
    String path = "/generations?limit=5";
    RawAnswer plain = new RawHttp(caravan.service().httpPort()).ask("GET", path);
    RawAnswer packed =
        new RawHttp(caravan.service().httpPort()).ask("GET", path, "Accept-Encoding: gzip");

    assertThat(plain.header("Content-Encoding")).isNull();
    assertThat(packed.header("Content-Encoding")).isEqualTo("gzip");
    assertThat(packed.header("Vary")).isEqualTo("Accept-Encoding");
    assertThat(packed.body()).hasSizeLessThan(plain.body().length / 2);
    assertThat(new GZIPInputStream(new ByteArrayInputStream(packed.body())).readAllBytes())
        .isEqualTo(plain.body());
  }

  @Test
  void a_slash_at_the_end_of_a_path_means_nothing(Running caravan) {
    String id = made(caravan);
    for (String path :
        List.of(
            "/models", "/generations", "/generations/" + id, "/generations/" + id + "/content")) {
      RawAnswer plain = new RawHttp(caravan.service().httpPort()).ask("GET", path);
      RawAnswer slash = new RawHttp(caravan.service().httpPort()).ask("GET", path + "/");

      assertThat(slash.status()).as(path).isEqualTo(plain.status()).isEqualTo(200);
      assertThat(slash.body()).as(path).isEqualTo(plain.body());
      assertThat(comparable(slash)).as(path).isEqualTo(comparable(plain));
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "respond-async | 202",
        "Respond-Async, wait=10 | 202",
        "wait=10,respond-async;x=\"y, z\" | 202",
        "respond-async=\"\" | 202",
        "foo=\"a, respond-async, b\" | 200",
        "foo=\"a\\\", respond-async\" | 200",
        "foo;respond-async | 200",
        "x-respond-async | 200",
        "respond-async=false | 200",
        "foo=\"unfinished, respond-async | 200"
      })
  void a_preference_is_read_by_its_grammar(String prefer, int status, Running caravan) {
    Api.Answer answer = caravan.api().generate(TEXT, "Prefer", prefer);

    assertThat(answer.status()).isEqualTo(status);
    if (status == 202) {
      assertThat(Integer.parseInt(answer.header("Retry-After"))).isPositive();
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "application/json",
        "Application/JSON; charset=utf-8",
        "application/json;charset=\"UTF-8\"",
        "application/json; charset=no-such-charset",
        "application/vnd.acme+json; v=1",
        "application/x-www-form-urlencoded",
        "application/x-www-form-urlencoded; charset=utf-8"
      })
  void json_is_accepted_by_each_of_its_names(String type, Running caravan) {
    RawAnswer answer =
        new RawHttp(caravan.service().httpPort())
            .send(
                "POST /generate/ HTTP/1.1\r\nHost: localhost\r\nContent-Type: %s\r\n"
                        .formatted(type)
                    + "Content-Encoding: identity\r\nContent-Length: %d\r\n\r\n%s"
                        .formatted(TEXT.length(), TEXT))
            .only();

    assertThat(answer.status()).as(answer.text()).isEqualTo(200);
  }

  @ParameterizedTest
  @ValueSource(strings = {"multipart/form-data; boundary=b", "application/x-www-form-urlencoded"})
  void the_type_of_a_body_that_is_not_there_means_nothing(String type, Running caravan) {
    String[] headers = {"Content-Type: " + type, "Content-Length: 0"};

    assertThat(new RawHttp(caravan.service().httpPort()).ask("GET", "/models", headers).status())
        .isEqualTo(200);
    assertThat(
            new RawHttp(caravan.service().managementPort())
                .ask("GET", "/dead-letters", headers)
                .status())
        .isEqualTo(200);
    assertThat(
            new RawHttp(caravan.service().managementPort())
                .ask("GET", "/observe/health", headers)
                .status())
        .isEqualTo(200);
  }

  @Test
  void a_target_in_absolute_form_is_the_same_resource(Running caravan) {
    assertThat(
            new RawHttp(caravan.service().httpPort())
                .ask("GET", "http://localhost/models")
                .status())
        .isEqualTo(200);
    assertThat(
            new RawHttp(caravan.service().httpPort())
                .ask("GET", "HTTP://LOCALHOST")
                .header("Content-Type"))
        .isEqualTo("text/html; charset=utf-8");
  }

  @Test
  void content_that_is_not_made_yet_is_a_conflict_and_says_when_to_ask_again(Running caravan)
      throws Exception {
    caravan.bedrockShould("{\"action\":\"slow\",\"latency\":2}");
    String id = caravan.api().generate(TEXT, "Prefer", "respond-async").json().path("id").asText();

    RawAnswer early =
        new RawHttp(caravan.service().httpPort()).ask("GET", "/generations/" + id + "/content");

    Problems.check(early, 409, "IN_PROGRESS");
    assertThat(Integer.parseInt(early.header("Retry-After"))).isPositive();
    assertThat(early.json().path("detail").asText()).contains("no content yet");
  }

  @Test
  void a_refused_prompt_has_no_id_because_it_has_no_record(Running caravan) {
    Api.Answer answer = caravan.api().generate("{\"prompt\":\"a\",\"aspectRatio\":\"7:1\"}");

    assertThat(answer.status()).isEqualTo(422);
    assertThat(answer.json().has("id")).isFalse();
    assertThat(answer.json().path("title").asText()).isEqualTo("Unprocessable Content");
  }

  @Test
  void a_result_is_saved_under_its_name(Running caravan) throws Exception {
    Api.Answer answer = caravan.api().generate(TEXT);
    var fetched =
        java.net.http.HttpClient.newHttpClient()
            .send(
                java.net.http.HttpRequest.newBuilder(
                        java.net.URI.create(answer.json().path("url").asText()))
                    .build(),
                java.net.http.HttpResponse.BodyHandlers.ofString());

    assertThat(fetched.statusCode()).isEqualTo(200);
    assertThat(fetched.headers().firstValue("Content-Disposition"))
        .contains("inline; filename=\"" + answer.json().path("id").asText() + ".txt\"");
  }
}
