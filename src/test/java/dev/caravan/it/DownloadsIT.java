package dev.caravan.it;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.caravan.cli.Service;
import dev.caravan.it.faults.FaultyProxy;
import dev.caravan.local.LocalAws;
import dev.caravan.local.LocalAwsOptions;
import dev.caravan.web.Downloads;
import java.io.IOException;
import java.net.http.HttpRequest;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionFactory;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.slf4j.LoggerFactory;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.S3Client;

/**
 * Clients of {@code /content} that stall, leave, or read slowly, and an S3 that fails meanwhile.
 */
class DownloadsIT {

  private static final String TEXT =
      "{\"prompt\":\"the secret prompt\",\"model\":\"amazon.nova-lite-v1:0\"}";
  private static final int PIECE = 1_048_576;

  /** Four pieces, and more than the buffers between two sockets. */
  private static final int LARGE = 4 * PIECE;

  @TempDir static Path home;
  private static LocalAws aws;
  private static FaultyProxy network;
  private static S3Client s3;

  private final Logger root = (Logger) LoggerFactory.getLogger(Logger.ROOT_LOGGER_NAME);
  private final ListAppender<ILoggingEvent> log = new ListAppender<>();
  private Service service;
  private Api api;

  @BeforeAll
  static void startAws() throws Exception {
    aws = LocalAws.start(LocalAwsOptions.onFreePorts(home.resolve("data")));
    network = new FaultyProxy(aws.s3Endpoint(), 0, 1);
    s3 = aws.s3Client();
  }

  @AfterAll
  static void stopAws() throws IOException {
    s3.close();
    network.close();
    aws.close();
  }

  @BeforeEach
  void listen() {
    aws.useInThisJvm();
    System.setProperty("aws.endpointUrlS3", network.endpoint().toString());
    log.start();
    root.addAppender(log);
  }

  @AfterEach
  void stop() {
    root.detachAppender(log);
    network.up();
    service.close();
    aws.useInThisJvm();
  }

  @Test
  void of_300_clients_that_stall_and_leave_none_keeps_a_connection_and_others_are_served()
      throws Exception {
    serve("caravan.http.callers", "10");
    String small = api.generate(TEXT).json().path("id").asText();
    String large = api.generate(TEXT).json().path("id").asText();
    byte[] content = enlarge(large);

    for (int round = 0; round < 2; round++) {
      List<Download> stalled = new ArrayList<>();
      for (int n = 0; n < 300; n++) {
        stalled.add(new Download(service.httpPort(), path(large)));
      }
      eventually().untilAsserted(() -> assertThat(downloads().active()).isEqualTo(300));

      assertThat(api.get("/").status()).isEqualTo(200);
      assertThat(api.get("/models").status()).isEqualTo(200);
      assertThat(api.get("/generations").json().path("generations")).isNotEmpty();
      assertThat(api.get("/generations/" + small).json().path("status").asText()).isEqualTo("done");
      assertThat(api.get(path(small)).status()).isEqualTo(200);
      assertThat(api.get(path(large)).raw().body()).isEqualTo(content);
      assertThat(api.generate(TEXT).status()).isEqualTo(200);
      assertThat(new Api(service.managementPort()).get("/observe/health/ready").status())
          .isEqualTo(200);
      assertThat(downloads().active()).isEqualTo(300);
      // 30 threads of routes, 10 that read pieces, and a few of the service's own.
      assertThat(network.connections()).isLessThan(60);
      Scrape busy = Scrape.of(new Api(service.managementPort()));
      assertThat(busy.value("caravan_memory_used", "by", "downloads"))
          .isBetween(300 * 65_536.0, busy.value("caravan_memory_limit", "by", "downloads"));

      for (Download download : stalled) {
        download.leave();
      }
      eventually().untilAsserted(() -> assertThat(downloads().active()).isZero());
      eventually().untilAsserted(() -> assertThat(inFlight()).isZero());
      assertThat(
              Scrape.of(new Api(service.managementPort()))
                  .value("caravan_memory_used", "by", "downloads"))
          .isZero();
    }
    assertThat(lines(Level.WARN)).isEmpty();
  }

  @Test
  void a_client_that_reads_slowly_gets_every_byte() throws Exception {
    serve("caravan.http.download-idle-seconds", "3");
    String id = api.generate(TEXT).json().path("id").asText();
    byte[] content = enlarge(id);
    Download download = new Download(service.httpPort(), path(id));

    long began = System.nanoTime();
    byte[] read = download.readSlowly(65_536, 100);

    assertThat(read).hasSize(LARGE).isEqualTo(content);
    // Twice as long as a client may take nothing.
    assertThat(System.nanoTime() - began).isGreaterThan(6_000_000_000L);
    eventually().untilAsserted(() -> assertThat(downloads().active()).isZero());
  }

  @Test
  void clients_that_take_nothing_are_disconnected_and_make_room_for_others() throws Exception {
    serve("caravan.http.download-idle-seconds", "5", "caravan.http.downloads", "2");
    String id = api.generate(TEXT).json().path("id").asText();
    byte[] content = enlarge(id);
    Download one = new Download(service.httpPort(), path(id));
    Download other = new Download(service.httpPort(), path(id));
    eventually().untilAsserted(() -> assertThat(downloads().active()).isEqualTo(2));

    Api.Answer refused = api.get(path(id));

    assertThat(refused.status()).isEqualTo(503);
    assertThat(refused.json().path("code").asText()).isEqualTo("TOO_MANY_DOWNLOADS");
    assertThat(refused.header("Retry-After")).isEqualTo("5");
    assertThat(api.send(head(id)).status()).isEqualTo(200);
    eventually().untilAsserted(() -> assertThat(api.get(path(id)).status()).isEqualTo(200));
    assertThat(one.readRest()).hasSizeLessThan(content.length);
    assertThat(other.readRest()).hasSizeLessThan(content.length);
    assertThat(lines(Level.INFO))
        .hasSize(2)
        .allSatisfy(line -> assertThat(line).contains(id, "took nothing of its content for 5 s"));
    eventually().untilAsserted(() -> assertThat(inFlight()).isZero());
  }

  @Test
  void at_a_stop_a_download_that_has_begun_gets_every_byte() throws Exception {
    serve();
    String id = api.generate(TEXT).json().path("id").asText();
    byte[] content = enlarge(id);
    Download download = new Download(service.httpPort(), path(id));
    eventually().untilAsserted(() -> assertThat(downloads().active()).isEqualTo(1));
    Thread stopping = new Thread(service::close);
    stopping.start();
    eventually().until(() -> api.get("/models").status() == 503);

    byte[] read = download.readSlowly(65_536, 50);

    assertThat(read).isEqualTo(content);
    stopping.join(30_000);
    assertThat(stopping.isAlive()).isFalse();
  }

  @ParameterizedTest
  @ValueSource(strings = {"S3 can't be reached", "was deleted", "was replaced"})
  void a_failure_in_the_middle_ends_the_connection_and_is_one_line_in_the_log(String failure)
      throws Exception {
    serve();
    String id = api.generate(TEXT).json().path("id").asText();
    byte[] content = enlarge(id);
    Download download = new Download(service.httpPort(), path(id));
    eventually().untilAsserted(() -> assertThat(downloads().active()).isEqualTo(1));

    switch (failure) {
      case "was deleted" -> s3.deleteObject(it -> it.bucket(aws.bucket()).key(key(id)));
      case "was replaced" -> put(key(id), new byte[LARGE]);
      default -> network.down();
    }
    byte[] read = download.readRest();

    assertThat(download.head())
        .startsWith("HTTP/1.1 200")
        .containsIgnoringCase("Content-Length: " + LARGE);
    // The piece that was read before, and no byte of another object.
    assertThat(read).isEqualTo(Arrays.copyOf(content, PIECE));
    eventually().untilAsserted(() -> assertThat(lines(Level.WARN)).hasSize(1));
    assertThat(lines(Level.WARN).get(0))
        .contains("Generation " + id, "after byte " + PIECE)
        .contains(failure.startsWith("S3") ? "Can't read" : failure)
        .doesNotContain("secret", "\n");
    eventually().untilAsserted(() -> assertThat(inFlight()).isZero());
  }

  @Test
  void ranges_are_cut_out_of_large_contents_exactly() throws Exception {
    serve();
    String id = api.generate(TEXT).json().path("id").asText();
    byte[] content = enlarge(id);

    for (int[] range :
        List.of(
            new int[] {0, 0},
            new int[] {0, PIECE - 1},
            new int[] {0, PIECE},
            new int[] {PIECE - 1, PIECE},
            new int[] {PIECE, 2 * PIECE - 1},
            new int[] {1_000_000, 3_500_001},
            new int[] {1, LARGE - 1})) {
      Api.Answer part = api.get(path(id), "Range", "bytes=" + range[0] + "-" + range[1]);
      assertThat(part.status()).isEqualTo(206);
      assertThat(part.header("Content-Range"))
          .isEqualTo("bytes " + range[0] + "-" + range[1] + "/" + LARGE);
      assertThat(part.raw().body()).isEqualTo(Arrays.copyOfRange(content, range[0], range[1] + 1));
    }
  }

  private static ConditionFactory eventually() {
    return Awaitility.await().atMost(Duration.ofSeconds(60));
  }

  private void serve(String... settings) {
    Map<String, String> all = new HashMap<>(RunningCaravan.Running.settings(aws));
    for (int at = 0; at < settings.length; at += 2) {
      all.put(settings[at], settings[at + 1]);
    }
    service = Service.start(Path.of("routes"), all);
    api = new Api(service.httpPort());
  }

  /** Replaces the result of a generation by a large one, in the bucket and in its record. */
  private byte[] enlarge(String id) throws IOException {
    byte[] content = new byte[LARGE];
    new Random(id.hashCode()).nextBytes(content);
    put(key(id), content);
    String record = "generations/" + id + ".json";
    ObjectNode json =
        (ObjectNode)
            new ObjectMapper()
                .readTree(
                    s3.getObjectAsBytes(get -> get.bucket(aws.bucket()).key(record)).asByteArray());
    ((ObjectNode) json.path("result")).put("bytes", LARGE);
    put(record, json.toString().getBytes());
    return content;
  }

  private static void put(String key, byte[] bytes) {
    s3.putObject(put -> put.bucket(aws.bucket()).key(key), RequestBody.fromBytes(bytes));
  }

  private static String key(String id) {
    return "texts/" + id + ".txt";
  }

  private static String path(String id) {
    return "/generations/" + id + "/content";
  }

  private HttpRequest.Builder head(String id) {
    return api.request(path(id)).method("HEAD", HttpRequest.BodyPublishers.noBody());
  }

  private Downloads downloads() {
    return service.context().getRegistry().lookupByNameAndType("downloads", Downloads.class);
  }

  private int inFlight() {
    return service.context().getInflightRepository().size();
  }

  /** What downloads have logged. */
  private List<String> lines(Level level) {
    return log.list.stream()
        .filter(line -> line.getLevel() == level && line.getLoggerName().endsWith(".Download"))
        .map(ILoggingEvent::getFormattedMessage)
        .toList();
  }
}
