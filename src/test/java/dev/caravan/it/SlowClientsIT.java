package dev.caravan.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.caravan.it.SlowClient.Seen;
import dev.caravan.it.raw.Problems;
import dev.caravan.it.raw.RawHttp;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Clients that send slowly, or not at all, on both ports of a service with short deadlines. */
class SlowClientsIT {

  private static final Duration HEADERS = Duration.ofSeconds(2);
  private static final Duration BODY = Duration.ofSeconds(3);
  private static final Duration IDLE = Duration.ofSeconds(5);

  /** A busy machine may notice a deadline late. */
  private static final Duration SLACK = Duration.ofSeconds(3);

  private static final String HOST = "Host: localhost\r\n";
  private static final String TOKEN = "Authorization: Bearer right\r\n";

  private static final Pattern STATUS = Pattern.compile("HTTP/1\\.1 (\\d{3})");

  private static LimitedCaravan caravan;

  /**
   * @param answers the statuses that the client gets before the connection ends
   * @param after the deadline that ends it
   */
  private record Row(SlowClient client, Duration after, Integer... answers) {}

  @BeforeAll
  static void start() throws Exception {
    caravan =
        LimitedCaravan.start(
            "caravan.http.headers-seconds", String.valueOf(HEADERS.toSeconds()),
            "caravan.http.body-seconds", String.valueOf(BODY.toSeconds()),
            "caravan.http.idle-seconds", String.valueOf(IDLE.toSeconds()),
            "caravan.http.max-unfinished-bytes", "4000000",
            "caravan.http.tokens", "right");
  }

  @AfterAll
  static void stop() {
    caravan.close();
  }

  /**
   * @param post the start of the headers of a POST that a route takes
   */
  private static List<Row> rows(String get, String post) {
    String chunked = post + "Transfer-Encoding: chunked\r\n\r\n";
    String sized = post + "Content-Length: 5000\r\n\r\n{\"prompt\"";
    String whole = get + "\r\n";
    return List.of(
        new Row(new SlowClient("nothing", "", ""), HEADERS),
        new Row(new SlowClient("blank lines", "\r\n", "\r\n"), HEADERS),
        new Row(new SlowClient("one byte", "G", ""), HEADERS, 408),
        new Row(new SlowClient("half a request line", get.substring(0, 9), ""), HEADERS, 408),
        new Row(new SlowClient("an endless request line", "GET /", "abc"), HEADERS, 408),
        new Row(new SlowClient("half of the headers", get + "X-Half: ", ""), HEADERS, 408),
        new Row(new SlowClient("headers without an end", get, "X-Y: z\r\n"), HEADERS, 408),
        new Row(new SlowClient("byte by byte", "", post), HEADERS, 408),
        new Row(new SlowClient("half a body", sized, ""), BODY, 408),
        new Row(new SlowClient("a body byte by byte", sized, "a"), BODY, 408),
        new Row(new SlowClient("no chunk", chunked, ""), BODY, 408),
        new Row(new SlowClient("half a chunk", chunked + "ff\r\n{", ""), BODY, 408),
        new Row(new SlowClient("chunks without an end", chunked, "1\r\n{\r\n"), BODY, 408),
        new Row(new SlowClient("no last line", chunked + "0\r\n", ""), BODY, 408),
        new Row(new SlowClient("no body with permission", expecting(post), ""), BODY, 100, 408),
        new Row(new SlowClient("no second request", whole, ""), IDLE, 200),
        new Row(new SlowClient("blank lines after a request", whole, "\r\n"), IDLE, 200),
        new Row(
            new SlowClient("a second line in the first packet", whole + "GET /m", ""),
            HEADERS,
            200,
            408),
        new Row(
            new SlowClient("second headers in the first packet", whole + get, ""),
            HEADERS,
            200,
            408),
        new Row(
            new SlowClient("half a second request", whole + get, "X-Y: z\r\n"), HEADERS, 200, 408),
        new Row(new SlowClient("half a second body", whole + sized, ""), BODY, 200, 408));
  }

  private static String expecting(String post) {
    return post + "Expect: 100-continue\r\nContent-Length: 5000\r\n\r\n";
  }

  @Test
  void each_slow_client_is_ended_by_its_deadline_and_others_are_answered_meanwhile() {
    caravan.bedrock().letGo();
    List<Row> api =
        rows(
            "GET /models HTTP/1.1\r\n" + HOST + TOKEN,
            "POST /generate HTTP/1.1\r\nContent-Type: application/json\r\n" + HOST + TOKEN);
    List<Row> management =
        rows(
            "GET /observe/health/live HTTP/1.1\r\n" + HOST,
            "POST /dead-letters/redrive HTTP/1.1\r\nContent-Type: application/json\r\n" + HOST);
    ExecutorService clients = Executors.newCachedThreadPool();
    Map<String, CompletableFuture<Seen>> talking = new LinkedHashMap<>();
    for (int at = 0; at < api.size(); at++) {
      talk(talking, clients, api.get(at), false);
      talk(talking, clients, management.get(at), true);
    }

    int answered = 0;
    while (talking.values().stream().anyMatch(client -> !client.isDone())) {
      assertThat(caravan.api().get("/models", "Authorization", "Bearer right").status())
          .isEqualTo(200);
      assertThat(generate().status()).isEqualTo(200);
      assertThat(caravan.management().get("/observe/health/live").status()).isEqualTo(200);
      answered++;
    }

    assertThat(answered).isPositive();
    for (Row row : api) {
      check(row, talking.get("api: " + row.client).join());
      check(row, talking.get("management: " + row.client).join());
    }
    clients.shutdown();
  }

  private static void talk(
      Map<String, CompletableFuture<Seen>> talking,
      ExecutorService clients,
      Row row,
      boolean management) {
    talking.put(
        (management ? "management: " : "api: ") + row.client,
        CompletableFuture.supplyAsync(
            () -> row.client.talk(caravan.port(management), Duration.ofSeconds(20)), clients));
  }

  private static void check(Row row, Seen seen) {
    assertThat(seen.isClosed()).as(row + ": " + seen).isTrue();
    assertThat(seen.open())
        .as(row + ": " + seen)
        .isBetween(row.after.minusMillis(100), row.after.plus(SLACK));
    List<Integer> statuses =
        STATUS
            .matcher(seen.received())
            .results()
            .map(line -> Integer.valueOf(line.group(1)))
            .toList();
    assertThat(statuses).as(row + ": " + seen).containsExactly(row.answers);
    if (statuses.contains(408)) {
      assertThat(seen.received())
          .contains("\"code\":\"REQUEST_TIMEOUT\"")
          .contains(row.after == HEADERS ? "CARAVAN_HTTP_HEADERS_SECONDS" : "CARAVAN_HTTP_BODY");
    }
  }

  private static Api.Answer generate() {
    return caravan.api().generate(Crowd.BODY, "Authorization", "Bearer right");
  }

  @Test
  void a_caller_that_waits_longer_than_every_deadline_is_answered() {
    caravan.bedrock().hold();
    int before = caravan.bedrock().paid();
    CompletableFuture<Api.Answer> caller = CompletableFuture.supplyAsync(SlowClientsIT::generate);
    await().until(() -> caravan.bedrock().paid() == before + 1);

    // The wait itself is what is tested.
    await()
        .during(IDLE.multipliedBy(2).plusSeconds(1))
        .atMost(Duration.ofSeconds(30))
        .until(() -> !caller.isDone());
    caravan.bedrock().letGo();

    assertThat(caller.join().status()).isEqualTo(200);
  }

  @Test
  void a_body_that_nobody_takes_is_refused_by_the_headers() {
    record Refused(boolean management, String line, String headers, int status, String code) {}
    String json = "Content-Type: application/json\r\n";
    List<Refused> rows =
        List.of(
            new Refused(false, "GET /page/app.js", "", 400, "BAD_REQUEST"),
            new Refused(false, "POST /page/app.js", json, 405, "METHOD_NOT_ALLOWED"),
            new Refused(false, "POST /", json, 405, "METHOD_NOT_ALLOWED"),
            new Refused(false, "POST /openapi.json", json, 405, "METHOD_NOT_ALLOWED"),
            new Refused(false, "POST /generate", json, 401, "UNAUTHORIZED"),
            new Refused(false, "POST /nothing", json, 401, "UNAUTHORIZED"),
            new Refused(false, "PUT /models", json, 401, "UNAUTHORIZED"),
            new Refused(
                false,
                "POST /generate",
                TOKEN + "Origin: http://evil\r\n" + json,
                403,
                "FORBIDDEN"),
            new Refused(false, "POST /nothing", TOKEN + json, 404, "NOT_FOUND"),
            new Refused(false, "POST /models", TOKEN + json, 405, "METHOD_NOT_ALLOWED"),
            new Refused(false, "PUT /generate", TOKEN + json, 405, "METHOD_NOT_ALLOWED"),
            new Refused(false, "PATCH /generations/a", TOKEN + json, 405, "METHOD_NOT_ALLOWED"),
            new Refused(false, "DELETE /generations/a", TOKEN, 400, "BAD_REQUEST"),
            new Refused(false, "DELETE /models", TOKEN, 405, "METHOD_NOT_ALLOWED"),
            new Refused(true, "GET /observe/health", "", 400, "BAD_REQUEST"),
            new Refused(true, "POST /observe/health", json, 405, "METHOD_NOT_ALLOWED"),
            new Refused(true, "POST /nothing", json, 404, "NOT_FOUND"),
            new Refused(true, "PUT /dead-letters/redrive", json, 405, "METHOD_NOT_ALLOWED"),
            new Refused(true, "DELETE /dead-letters", json, 405, "METHOD_NOT_ALLOWED"));
    for (Refused row : rows) {
      for (String length :
          List.of("Content-Length: 262144\r\n\r\n", "Transfer-Encoding: chunked\r\n\r\n3e8\r\n")) {
        long start = System.nanoTime();
        RawHttp.Outcome outcome =
            new RawHttp(caravan.port(row.management))
                .send(row.line + " HTTP/1.1\r\n" + HOST + row.headers + length + "b".repeat(1000));

        Problems.check(outcome.only(), row.status, row.code);
        assertThat(outcome.isClosed()).as(row.line).isTrue();
        assertThat(outcome.only().header("Connection")).as(row.line).isEqualTo("close");
        assertThat(Duration.ofNanos(System.nanoTime() - start)).as(row.line).isLessThan(BODY);
      }
    }
  }

  @Test
  void a_body_above_the_limit_is_refused_by_its_length() {
    for (boolean management : List.of(false, true)) {
      RawHttp.Outcome outcome =
          new RawHttp(caravan.port(management))
              .send(
                  "POST %s HTTP/1.1\r\n"
                          .formatted(management ? "/dead-letters/redrive" : "/generate")
                      + HOST
                      + TOKEN
                      + "Content-Type: application/json\r\nContent-Length: 262145\r\n\r\n{");

      Problems.check(outcome.only(), 413, "CONTENT_TOO_LARGE");
      assertThat(outcome.isClosed()).isTrue();
    }
  }
}
