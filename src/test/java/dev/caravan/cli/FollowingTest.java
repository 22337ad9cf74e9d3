package dev.caravan.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Waiting for a service that fails in between; each path has a list of answers. */
class FollowingTest {

  private static final String DONE =
      "200 {\"id\":\"%s\",\"status\":\"done\",\"image_path\":\"s3://b/images/%1$s.png\"}";

  @TempDir Path folder;

  private final Map<String, Deque<String>> answers = new java.util.concurrent.ConcurrentHashMap<>();
  private final StringWriter err = new StringWriter();
  private final List<String> finished = new ArrayList<>();
  private HttpServer server;
  private ServiceClient client;

  @BeforeEach
  void start() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext("/", this::answer);
    server.start();
    client =
        new ServiceClient(
            new ServiceAddress("http://127.0.0.1:" + server.getAddress().getPort()),
            Optional.empty());
  }

  @AfterEach
  void stop() {
    server.stop(0);
  }

  @Test
  void a_service_that_fails_for_a_moment_is_asked_again() {
    answers(
        "/generations/a",
        "404",
        "200 {\"id\":\"a\",\"status\":\"queued\"}",
        "503",
        "cut",
        "429",
        DONE.formatted("a"));

    assertThat(follow("a")).isTrue();

    assertThat(finished).containsExactly("a");
    assertThat(err.toString()).isEmpty();
  }

  @Test
  void a_refusal_ends_the_waiting_and_names_what_is_not_finished() {
    answers("/generations/a", DONE.formatted("a"));
    answers("/generations/b", "401");

    assertThatThrownBy(() -> follow("a", "b")).hasMessageContaining("requires a token");

    assertThat(finished).containsExactly("a");
    assertThat(err.toString()).isEqualToIgnoringNewLines("caravan: not finished: b");
  }

  @Test
  void a_service_that_never_answered_is_not_waited_for() {
    server.stop(0);

    assertThatThrownBy(() -> follow("a")).hasMessageContaining("No service answers at");
    assertThat(err.toString()).isEmpty();
  }

  @Test
  void a_download_that_ends_early_is_made_again_and_leaves_no_part() throws IOException {
    answers("/generations/a", DONE.formatted("a"));
    answers("/generations/a/content", "503", "cut", "200 an image");

    assertThat(download("a")).isTrue();

    try (Stream<Path> files = Files.list(folder)) {
      assertThat(files.toList()).containsExactly(folder.resolve("a.png"));
    }
    assertThat(folder.resolve("a.png")).hasContent("an image");
  }

  @Test
  void a_result_that_is_gone_fails_alone() throws IOException {
    answers("/generations/a", DONE.formatted("a"));
    answers("/generations/a/content", "410");
    answers("/generations/b", DONE.formatted("b"));
    answers("/generations/b/content", "200 an image");

    assertThat(download("a", "b")).isFalse();

    assertThat(folder.resolve("b.png")).exists();
    assertThat(err.toString()).startsWith("caravan: a: ").hasLineCount(1);
  }

  private boolean follow(String... ids) {
    return following().run(sent(ids), view -> finished.add(view.id()));
  }

  private boolean download(String... ids) {
    ContentFile content = new ContentFile(client);
    return following().run(sent(ids), view -> content.saveIn(folder, view.id()));
  }

  private static List<Followed> sent(String... ids) {
    return Stream.of(ids).map(Followed::sent).toList();
  }

  private Following following() {
    Console console = new Console(new PrintWriter(err, true), new PrintWriter(err, true));
    return new Following(client, Optional.empty(), console);
  }

  /** The last answer is repeated. */
  private void answers(String path, String... each) {
    answers.put(path, new ArrayDeque<>(List.of(each)));
  }

  private void answer(HttpExchange exchange) throws IOException {
    Deque<String> left = answers.get(exchange.getRequestURI().getPath());
    String next = left.size() > 1 ? left.poll() : left.peek();
    if (next.equals("cut")) {
      // A length that is never reached.
      exchange.getResponseHeaders().set("Content-Type", "image/png");
      exchange.sendResponseHeaders(200, 1000);
      exchange.getResponseBody().write('x');
      exchange.getResponseBody().flush();
      exchange.close();
      return;
    }
    byte[] body = next.replaceFirst("^\\d+ ?", "").getBytes(StandardCharsets.UTF_8);
    exchange
        .getResponseHeaders()
        .set("Content-Type", body.length > 0 && body[0] == '{' ? "application/json" : "image/png");
    exchange.sendResponseHeaders(
        Integer.parseInt(next.substring(0, 3)), body.length == 0 ? -1 : body.length);
    if (body.length > 0) {
      exchange.getResponseBody().write(body);
    }
    exchange.close();
  }
}
