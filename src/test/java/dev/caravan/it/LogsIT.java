package dev.caravan.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.ThrowableProxyUtil;
import ch.qos.logback.core.read.ListAppender;
import dev.caravan.it.RunningCaravan.Running;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.slf4j.LoggerFactory;
import org.slf4j.event.KeyValuePair;

/** What the log contains about prompts, and what it never contains. */
@ExtendWith(RunningCaravan.class)
class LogsIT {

  private static final String SECRET = "a fjord that nobody may know of";
  private static final String TEXT =
      "{\"prompt\":\"" + SECRET + "\",\"model\":\"amazon.nova-lite-v1:0\"}";

  private final Logger root = (Logger) LoggerFactory.getLogger(Logger.ROOT_LOGGER_NAME);
  private final ListAppender<ILoggingEvent> log = new ListAppender<>();

  @BeforeEach
  void listen() {
    log.start();
    root.addAppender(log);
  }

  @AfterEach
  void leave() {
    root.detachAppender(log);
  }

  @Test
  void a_failure_is_logged_under_its_generation_whichever_entrance_it_came_by(Running caravan) {
    caravan.bedrockShould("{\"action\":\"unavailable\",\"times\":3}");
    String byHttp = caravan.api().generate(TEXT).json().path("id").asText();
    assertThat(generationsOf("failed in http-generate")).containsExactly(byHttp);

    caravan.bedrockShould("{\"action\":\"denied\",\"times\":1}");
    String byQueue = caravan.queues().send(TEXT);
    await().untilAsserted(() -> assertThat(state(caravan, byQueue)).isEqualTo("done"));
    assertThat(generationsOf("failed in queue")).containsExactly(byQueue);
  }

  @Test
  void every_line_of_a_journey_has_its_generation_and_its_trace_on_both_sides_of_the_queue(
      Running caravan) {
    // Without an exporter, too: the trace is the caller's.
    String trace = UUID.randomUUID().toString().replace("-", "");
    caravan.bedrockShould("{\"action\":\"denied\",\"times\":1}");
    String id =
        caravan
            .api()
            .generate(
                TEXT,
                "Prefer",
                "respond-async",
                "traceparent",
                "00-" + trace + "-00f067aa0ba902b7-01")
            .json()
            .path("id")
            .asText();
    await().untilAsserted(() -> assertThat(state(caravan, id)).isEqualTo("done"));

    List<ILoggingEvent> journey =
        events().stream().filter(event -> said(event).contains(id)).toList();
    assertThat(journey)
        .isNotEmpty()
        .allSatisfy(
            event -> {
              assertThat(field(event, "generation")).isEqualTo(id);
              assertThat(field(event, "trace_id")).isEqualTo(trace);
            });
  }

  @Test
  void a_prompt_that_cannot_be_read_has_both_ids_too(Running caravan) {
    String id = caravan.queues().send("{\"prompt\":\"" + SECRET + "\",\"unknown\":1}");
    await().until(() -> events().stream().anyMatch(event -> said(event).contains(id)));

    assertThat(events().stream().filter(event -> said(event).contains(id)))
        .isNotEmpty()
        .allSatisfy(
            event -> {
              assertThat(field(event, "generation")).isEqualTo(id);
              assertThat(field(event, "trace_id")).matches("[0-9a-f]{32}");
            });
  }

  @Test
  void a_prompts_text_is_in_no_line_however_it_ends(Running caravan) {
    caravan.api().generate(TEXT);
    caravan.api().generate("{\"prompt\":\"" + SECRET + "\",\"aspectRatio\":\"1:1000\"}");
    caravan.api().generate("{\"prompt\":\"" + SECRET + "\"");
    for (String named : List.of("{\"%s\":\"\"}", "{\"prompt\":\"a\",\"metadata\":{\"%s\":1}}")) {
      String wrong = named.formatted(SECRET);
      // Callers see it, because it is theirs.
      assertThat(caravan.api().generate(wrong).json().path("detail").asText()).contains(SECRET);
      String id = caravan.queues().send(wrong);
      await().untilAsserted(() -> assertThat(detail(caravan, id)).contains(SECRET));
    }
    caravan.bedrockShould("{\"action\":\"block\",\"times\":1}");
    caravan.api().generate(TEXT);
    caravan.bedrockShould("{\"action\":\"unavailable\",\"times\":3}");
    caravan.api().generate(TEXT);
    caravan.queues().send("{\"prompt\":\"" + SECRET + "\",\"unknown\":1}");
    await()
        .until(() -> events().stream().anyMatch(event -> said(event).contains("failed in queue")));

    assertThat(events()).extracting(ILoggingEvent::getLevel).contains(Level.INFO, Level.WARN);
    assertThat(events())
        .allSatisfy(
            event -> {
              assertThat(said(event)).doesNotContain(SECRET);
              assertThat(ThrowableProxyUtil.asString(event.getThrowableProxy()))
                  .doesNotContain(SECRET);
            });
  }

  private static String said(ILoggingEvent event) {
    return event.getFormattedMessage();
  }

  /** The value of this field in a line of JSON, from its thread or from the line itself. */
  private static String field(ILoggingEvent event, String name) {
    List<KeyValuePair> own =
        event.getKeyValuePairs() == null ? List.of() : event.getKeyValuePairs();
    return own.stream()
        .filter(pair -> pair.key.equals(name))
        .map(pair -> pair.value.toString())
        .findFirst()
        .orElse(event.getMDCPropertyMap().get(name));
  }

  private List<String> generationsOf(String message) {
    return events().stream()
        .filter(event -> said(event).contains(message))
        .map(event -> event.getMDCPropertyMap().get("generation"))
        .toList();
  }

  private List<ILoggingEvent> events() {
    return List.copyOf(log.list);
  }

  private static String detail(Running caravan, String id) {
    return caravan.api().get("/generations/" + id).json().at("/failure/detail").asText();
  }

  private static String state(Running caravan, String id) {
    return caravan.api().get("/generations/" + id).json().path("status").asText();
  }
}
