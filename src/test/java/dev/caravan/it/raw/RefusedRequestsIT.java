package dev.caravan.it.raw;

import static org.assertj.core.api.Assertions.assertThat;

import dev.caravan.it.RunningCaravan;
import dev.caravan.it.RunningCaravan.Running;
import dev.caravan.it.raw.RawHttp.Outcome;
import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Requests that no route should see, and the problem that each of them gets. */
@ExtendWith(RunningCaravan.class)
class RefusedRequestsIT {

  private static final String HOST = "Host: localhost\r\n";
  private static final String PROMPT = "{\"prompt\":\"a\",\"model\":\"amazon.nova-lite-v1:0\"}";
  private static final String FORM =
      "--b\r\nContent-Disposition: form-data; name=\"f\"; filename=\"f.txt\"\r\n\r\ntext\r\n--b--";

  /**
   * @param detail what the problem says
   */
  record Row(String request, int status, String code, String detail) {

    @Override
    public String toString() {
      return request.lines().limit(3).toList().toString();
    }
  }

  private static Row row(String line, int status, String code, String detail) {
    return new Row(line + " HTTP/1.1\r\n" + HOST + "\r\n", status, code, detail);
  }

  private static Row post(String headers, String body, int status, String code, String detail) {
    return new Row(
        "POST /generate HTTP/1.1\r\n%s%s\r\nContent-Length: %d\r\n\r\n%s"
            .formatted(HOST, headers, body.length(), body),
        status,
        code,
        detail);
  }

  private static Row get(String headers, int status, String code, String detail) {
    return new Row("GET /models HTTP/1.1\r\n" + headers + "\r\n\r\n", status, code, detail);
  }

  static Stream<Row> rows() {
    return Stream.of(targets(), methods(), hosts(), heads(), chunks(), bodies())
        .flatMap(rows -> rows);
  }

  private static Stream<Row> targets() {
    String undecodable = "is not percent-encoded UTF-8";
    return Stream.of(
        row("GET models", 400, "BAD_REQUEST", "begins with a slash"),
        row("GET *", 400, "BAD_REQUEST", "begins with a slash"),
        row("GET ?a=b", 400, "BAD_REQUEST", "begins with a slash"),
        row("GET ftp://localhost/models", 400, "BAD_REQUEST", "begins with a slash"),
        row("GET http://other/models", 400, "BAD_REQUEST", "different hosts"),
        row("GET /models%", 400, "BAD_REQUEST", undecodable),
        row("GET /models%4", 400, "BAD_REQUEST", undecodable),
        row("GET /models%zz", 400, "BAD_REQUEST", undecodable),
        row("GET /%ff", 400, "BAD_REQUEST", undecodable),
        row("GET /%c0%af", 400, "BAD_REQUEST", undecodable),
        row("GET /generations?limit=%", 400, "BAD_REQUEST", undecodable),
        row("GET /generations?%ed%a0%80", 400, "BAD_REQUEST", undecodable),
        row("GET /mod\u00e9ls", 400, "BAD_REQUEST", "must be percent-encoded"),
        row("GET /mod\u0001ls", 400, "BAD_REQUEST", "must be percent-encoded"),
        row("GET /models#part", 400, "BAD_REQUEST", "must be percent-encoded"),
        row("GET /%00", 404, "NOT_FOUND", "nothing at this path"),
        row("GET /%0a%1b", 404, "NOT_FOUND", "nothing at this path"),
        row("GET /../etc/passwd", 404, "NOT_FOUND", "nothing at this path"),
        row("GET /nothing", 404, "NOT_FOUND", "nothing at this path"),
        row(
            "GET /" + "a".repeat(9000),
            414,
            "URI_TOO_LONG",
            "longer than 8,192 bytes (CARAVAN_HTTP_MAX_HEADER_BYTES). Send a shorter"));
  }

  /** The path does not support the method, with whatever body. */
  private static Row withBody(String line, String detail) {
    String request = line + " HTTP/1.1\r\n" + HOST + "Content-Length: 3\r\n\r\nabc";
    return new Row(request, 405, "METHOD_NOT_ALLOWED", detail);
  }

  private static Stream<Row> methods() {
    return Stream.of(
        row("FOO /models", 501, "NOT_IMPLEMENTED", "does not know the method"),
        row("get /models", 501, "NOT_IMPLEMENTED", "does not know the method"),
        row("PROPFIND /", 501, "NOT_IMPLEMENTED", "does not know the method"),
        row("G@T /models", 400, "BAD_REQUEST", "The method has a character"),
        row("CONNECT localhost:443", 405, "METHOD_NOT_ALLOWED", "not a proxy"),
        row("TRACE /models", 405, "METHOD_NOT_ALLOWED", "accepts only GET, HEAD"),
        withBody("TRACE /generate", "accepts only POST"),
        withBody("GET /generate", "accepts only POST"),
        withBody("DELETE /models", "accepts only GET, HEAD"),
        row("OPTIONS /generate", 405, "METHOD_NOT_ALLOWED", "accepts only POST"),
        row("DELETE /models", 405, "METHOD_NOT_ALLOWED", "accepts only GET, HEAD"),
        row("PUT /generations/a", 405, "METHOD_NOT_ALLOWED", "accepts only DELETE, GET, HEAD"),
        row("DELETE /generations/a", 404, "NOT_FOUND", "no generation with this id"),
        row("DELETE /generations/a%2Fb", 404, "NOT_FOUND", "no generation with this id"),
        new Row(
            "DELETE /generations/a HTTP/1.1\r\n" + HOST + "Content-Length: 3\r\n\r\nabc",
            400,
            "BAD_REQUEST",
            "A DELETE request has no body"),
        row("QUERY /generations", 405, "METHOD_NOT_ALLOWED", "accepts only GET, HEAD"),
        row("HEAD /generate", 405, null, null),
        new Row("GET /models\r\n\r\n", 400, "BAD_REQUEST", "must be METHOD TARGET HTTP/1.1"),
        row("GET /my models", 400, "BAD_REQUEST", "must be METHOD TARGET HTTP/1.1"),
        new Row("GET / HTTP/x.1\r\n\r\n", 400, "BAD_REQUEST", "must be METHOD TARGET HTTP/1.1"),
        new Row("GET /models HTTP/2.0\r\n" + HOST + "\r\n", 400, "BAD_REQUEST", "only HTTP/1.1"),
        new Row("GET /models HTTP/1.2\r\n" + HOST + "\r\n", 400, "BAD_REQUEST", "only HTTP/1.1"),
        new Row("GET /models FTP/1.1\r\n" + HOST + "\r\n", 400, "BAD_REQUEST", "only HTTP/1.1"),
        new Row("\u0016\u0003\u0001\u0002\r\n\r\n", 400, "BAD_REQUEST", "not end with CR LF"),
        new Row("PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n", 400, "BAD_REQUEST", "only HTTP/1.1"));
  }

  private static Stream<Row> hosts() {
    return Stream.of(
        get("X: y", 400, "BAD_REQUEST", "Host is missing"),
        get("Host:", 400, "BAD_REQUEST", "not a host name"),
        get("Host: local host", 400, "BAD_REQUEST", "not a host name"),
        get("Host: localhost/models", 400, "BAD_REQUEST", "not a host name"),
        get("Host: user@localhost", 400, "BAD_REQUEST", "not a host name"),
        get("Host: localhost:99999", 400, "BAD_REQUEST", "not a host name"),
        get("Host: localhost:", 400, "BAD_REQUEST", "not a host name"),
        get("Host: local%68ost", 400, "BAD_REQUEST", "not a host name"),
        get("Host: [::1%25lo]", 400, "BAD_REQUEST", "not a host name"),
        get("Host: [:.:.]", 403, "FORBIDDEN", "CARAVAN_HTTP_HOSTS"),
        get("Host: [::2]", 403, "FORBIDDEN", "CARAVAN_HTTP_HOSTS"),
        get("Host: 1.2.3.4.5", 403, "FORBIDDEN", "CARAVAN_HTTP_HOSTS"),
        get("Host: -._~-", 403, "FORBIDDEN", "CARAVAN_HTTP_HOSTS"),
        get("Host: [::1", 400, "BAD_REQUEST", "not a host name"),
        get("Host: localhost\r\nHost: localhost", 400, "BAD_REQUEST", "more than once"),
        get("Host: evil.example:8080", 403, "FORBIDDEN", "CARAVAN_HTTP_HOSTS"),
        get("Host: localhost.evil.example", 403, "FORBIDDEN", "CARAVAN_HTTP_HOSTS"),
        get("Host: 127.evil.example", 403, "FORBIDDEN", "CARAVAN_HTTP_HOSTS"),
        get("Host: 10.0.0.1", 403, "FORBIDDEN", "CARAVAN_HTTP_HOSTS"));
  }

  private static Stream<Row> heads() {
    return Stream.of(
        get(HOST + "Expect: 200-ok", 417, "EXPECTATION_FAILED", "100-continue"),
        get(HOST + "Expect: 100-continue, x", 417, "EXPECTATION_FAILED", "100-continue"),
        get(
            HOST + "X: " + "a".repeat(9000),
            431,
            "HEADERS_TOO_LARGE",
            "larger than 8,192 bytes (CARAVAN_HTTP"),
        get(HOST + "X: y\r\n".repeat(3000) + "X: y", 431, "HEADERS_TOO_LARGE", "MAX_HEADER_BYTES"),
        get(HOST + "X y: z", 400, "BAD_REQUEST", "The name of a header has a character"),
        get(HOST + "X: \u0001", 400, "BAD_REQUEST", "The value of a header has a control"),
        twice("Authorization: Bearer a"),
        twice("Idempotency-Key: a"),
        twice("Content-Type: application/json"),
        twice("Origin: http://localhost"),
        twice("Sec-Fetch-Site: none"),
        post("Idempotency-Key: " + "a".repeat(300), PROMPT, 400, "BAD_REQUEST", "300 characters"),
        get(HOST + "Content-Length: 3\r\n\r\nabc", 400, "BAD_REQUEST", "has no body"),
        get(
            HOST + "Transfer-Encoding: chunked\r\n\r\n0",
            400,
            "BAD_REQUEST",
            "A GET request has no body"),
        get(
            HOST
                + "Content-Type: multipart/form-data; boundary=b\r\nContent-Length: "
                + FORM.length()
                + "\r\n\r\n"
                + FORM,
            400,
            "BAD_REQUEST",
            "has no body"));
  }

  private static Stream<Row> chunks() {
    String bad = "BAD_REQUEST";
    String line = "The line with the size of a chunk";
    return Stream.of(
        chunked("\r\n\r\n", 400, bad, "The size of a chunk must be"),
        chunked("-1\r\n\r\n", 400, bad, "The size of a chunk must be"),
        chunked("1;\u0001\r\na\r\n0\r\n\r\n", 400, bad, line + " has a broken extension"),
        chunked("1;" + "x".repeat(9000) + "\r\n", 400, bad, line + " is longer than 8,192 bytes"),
        chunked("0\r\nX y: z\r\n\r\n", 400, bad, "The name of a header has a character"),
        chunked("0\r\nX: \u0000\r\n\r\n", 400, bad, "The value of a header has a control"),
        chunked("0\r\nX: " + "x".repeat(9000), 431, "HEADERS_TOO_LARGE", "larger than 8,192"));
  }

  private static Row chunked(String body, int status, String code, String detail) {
    return new Row(
        "POST /generate HTTP/1.1\r\n" + HOST + "Transfer-Encoding: chunked\r\n\r\n" + body,
        status,
        code,
        detail);
  }

  private static Row twice(String line) {
    return get(HOST + line + "\r\n" + line, 400, "BAD_REQUEST", "occurs more than once");
  }

  private static Stream<Row> bodies() {
    String malformed = "INVALID_PROMPT";
    String type = "UNSUPPORTED_MEDIA_TYPE";
    String json = "Content-Type: application/json";
    return Stream.of(
        post("Content-Type: multipart/form-data; boundary=b", FORM, 415, type, "Send JSON"),
        post("Content-Type: MULTIPART/Form-Data; boundary=b", FORM, 415, type, "Send JSON"),
        post("Content-Type: multipart/mixed; boundary=b", FORM, 415, type, "Send JSON"),
        post("Content-Type: multipart/form-data", FORM, 415, type, "Send JSON"),
        post("Content-Type: multipart/form-data; boundary=b", "", 415, type, "Send JSON"),
        post("Content-Type: text/plain", PROMPT, 415, type, "as JSON"),
        post("Content-Type: application/jsonp", PROMPT, 415, type, "as JSON"),
        post("Content-Type: +json", PROMPT, 415, type, "as JSON"),
        post("Content-Type: application/json, text/plain", PROMPT, 415, type, "as JSON"),
        post("Content-Type: \"application/json\"", PROMPT, 415, type, "as JSON"),
        post(json + "\r\nContent-Encoding: gzip", PROMPT, 415, type, "compressed"),
        post(json + "\r\nContent-Encoding: br", PROMPT, 415, type, "compressed"),
        post(json + "\r\nContent-Encoding: identity, br", PROMPT, 415, type, "compressed"),
        post(json, " \r\n ", 400, malformed, "The body is empty"),
        post(json, "", 400, malformed, "The body is empty"),
        post(json, "[".repeat(100_000), 400, malformed, "more than 1,000 levels"),
        post(json, "{\"prompt\":\"a\",\"seed\":null}", 422, malformed, "\"seed\" is a JSON null"),
        post(json, "{\"prompt\":\"a\",\"model\":null}", 422, malformed, "\"model\" is a JSON null"),
        post(json, "{\"prompt\":\"a\\ud800\"}", 422, malformed, "surrogate"),
        post(json, "{\"prompt\":\"\\u00a0\\u200b\"}", 400, malformed, "is empty"),
        post(json, "a".repeat(262_145), 413, "CONTENT_TOO_LARGE", "262,144 bytes"));
  }

  @ParameterizedTest
  @MethodSource("rows")
  void each_is_refused_with_its_problem_and_costs_nothing(Row row, Running caravan) {
    Outcome outcome = new RawHttp(caravan.service().httpPort()).send(row.request);

    if (row.code == null) {
      assertThat(outcome.only().status()).isEqualTo(row.status);
    } else {
      Problems.check(outcome.only(), row.status, row.code);
      assertThat(outcome.only().json().path("detail").asText()).contains(row.detail);
      assertThat(outcome.only().json().has("id")).isFalse();
    }
    assertThat(caravan.aws().bedrock().calls()).isEmpty();
    assertThat(Path.of("file-uploads")).doesNotExist();
  }

  static Stream<Row> refusedPrompts() {
    return Stream.of(
        post("X: y", "", 400, "INVALID_PROMPT", ""),
        post("Host: localhost", PROMPT, 400, "BAD_REQUEST", ""),
        post("Origin: http://evil.example", PROMPT, 403, "FORBIDDEN", ""),
        post("X: y", "a".repeat(262_145), 413, "CONTENT_TOO_LARGE", ""),
        row("POST /generate?" + "a".repeat(9000), 414, "URI_TOO_LONG", ""),
        post("Content-Type: text/plain", PROMPT, 415, "UNSUPPORTED_MEDIA_TYPE", ""),
        post("Expect: 200-ok", PROMPT, 417, "EXPECTATION_FAILED", ""),
        post("X: " + "a".repeat(9000), PROMPT, 431, "HEADERS_TOO_LARGE", ""));
  }

  @ParameterizedTest
  @MethodSource("refusedPrompts")
  void each_status_of_a_refused_prompt_is_described(Row row, Running caravan) {
    RawAnswer answer = new RawHttp(caravan.service().httpPort()).send(row.request).only();

    Problems.check(answer, row.status, row.code);
    assertThat(
            caravan
                .api()
                .get("/openapi.json")
                .json()
                .at("/paths/~1generate/post/responses")
                .has(String.valueOf(answer.status())))
        .as("openapi.json has " + row.status)
        .isTrue();
  }

  @Test
  void a_form_with_a_file_never_touches_the_disk_even_if_it_is_never_finished(Running caravan)
      throws Exception {
    for (int port : new int[] {caravan.service().httpPort(), caravan.service().managementPort()}) {
      for (String path : new String[] {"/generate", "/models", "/dead-letters", "/nothing"}) {
        for (String method : new String[] {"GET", "POST", "PUT"}) {
          Outcome outcome =
              new RawHttp(port)
                  .send(
                      "%s %s HTTP/1.1\r\n%sContent-Type: multipart/form-data; boundary=b\r\n"
                              .formatted(method, path, HOST)
                          + "Content-Length: 9000\r\n\r\n"
                          + FORM);
          assertThat(outcome.only().status()).as(method + " " + path).isBetween(400, 415);
        }
      }
    }
    assertThat(Path.of("file-uploads")).doesNotExist();
    assertThat(temporaryFiles()).noneMatch(file -> file.toString().contains("file-uploads"));
  }

  /** Other programs delete theirs meanwhile. */
  private static List<Path> temporaryFiles() throws IOException {
    List<Path> all = new ArrayList<>();
    Files.walkFileTree(
        Path.of(System.getProperty("java.io.tmpdir")),
        Set.of(),
        3,
        new SimpleFileVisitor<>() {
          @Override
          public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
            all.add(file);
            return FileVisitResult.CONTINUE;
          }

          @Override
          public FileVisitResult visitFileFailed(Path file, IOException gone) {
            return FileVisitResult.CONTINUE;
          }

          @Override
          public FileVisitResult postVisitDirectory(Path folder, IOException gone) {
            all.add(folder);
            return FileVisitResult.CONTINUE;
          }
        });
    return all;
  }

  @Test
  void options_for_the_whole_server_name_the_methods(Running caravan) {
    Outcome outcome =
        new RawHttp(caravan.service().httpPort()).send("OPTIONS * HTTP/1.1\r\n" + HOST + "\r\n");

    assertThat(outcome.only().status()).isEqualTo(204);
    assertThat(outcome.only().header("Allow")).isEqualTo("DELETE, GET, HEAD, OPTIONS, POST");
    assertThat(outcome.only().header("Date")).isNotNull();
  }
}
