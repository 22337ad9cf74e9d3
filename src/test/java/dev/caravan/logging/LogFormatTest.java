package dev.caravan.logging;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.joran.JoranConfigurator;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.LoggingEvent;
import ch.qos.logback.core.OutputStreamAppender;
import ch.qos.logback.core.joran.spi.JoranException;
import ch.qos.logback.core.status.Status;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.slf4j.event.KeyValuePair;

/** The format of log lines with the shipped configuration. */
class LogFormatTest {

  private final LoggerContext context = new LoggerContext();

  @AfterEach
  void stop() {
    context.stop();
  }

  @Test
  void json_is_one_object_a_line_with_generation_trace_and_stack_trace() throws Exception {
    String line =
        line(
            "json",
            Map.of("generation", "g-1", "trace_id", "4bf9"),
            new IllegalStateException("two\nlines"));

    assertThat(line).endsWith("\n").containsOnlyOnce("\n");
    JsonNode json = new ObjectMapper().readTree(line);
    assertThat(json.fieldNames())
        .toIterable()
        .containsExactlyInAnyOrder(
            "timestamp",
            "level",
            "logger",
            "thread",
            "message",
            "generation",
            "trace_id",
            "stackTrace");
    assertThat(Instant.parse(json.path("timestamp").asText()))
        .isEqualTo(Instant.parse("2026-11-23T18:00:00.120Z"));
    assertThat(json.path("level").asText()).isEqualTo("WARN");
    assertThat(json.path("logger").asText()).isEqualTo("dev.caravan.pace.Lane");
    assertThat(json.path("thread").asText()).isEqualTo("worker 1");
    assertThat(json.path("message").asText()).isEqualTo("at most 4 \"calls\"");
    assertThat(json.path("generation").asText()).isEqualTo("g-1");
    assertThat(json.path("trace_id").asText()).isEqualTo("4bf9");
    assertThat(json.path("stackTrace").asText())
        .startsWith("java.lang.IllegalStateException: two\nlines")
        .contains("LogFormatTest");
  }

  @Test
  void a_line_of_another_thread_may_name_the_generation_by_itself() throws Exception {
    LoggingEvent event = event(Map.of(), null);
    event.addKeyValuePair(new KeyValuePair("generation", "g-2"));

    assertThat(new ObjectMapper().readTree(line("json", event)).path("generation").asText())
        .isEqualTo("g-2");
  }

  @Test
  void text_is_for_people_and_names_generation_and_trace_where_there_are_some() throws Exception {
    assertThat(line("text", Map.of("generation", "g-1", "trace_id", "4bf9"), null))
        .endsWith("WARN  Lane                     [g-1 4bf9] at most 4 \"calls\"\n");
    assertThat(line("text", Map.of("trace_id", "4bf9"), null))
        .endsWith("WARN  Lane                     [4bf9] at most 4 \"calls\"\n");
    assertThat(line("text", Map.of("generation", "g-1"), null))
        .endsWith("WARN  Lane                     [g-1] at most 4 \"calls\"\n");
    // "serve" refuses such a format; its message must be readable.
    assertThat(line("no-such-format", Map.of(), null))
        .endsWith("WARN  Lane                     at most 4 \"calls\"\n");
  }

  @Test
  void what_a_caller_or_a_model_sent_begins_no_line_and_steers_no_terminal() throws Exception {
    String sent = "a\n2026-11-23 INFO  Lane  forged\u001b[2J\r\u0085\u2028b";
    LoggingEvent event =
        new LoggingEvent(
            getClass().getName(),
            context.getLogger("dev.caravan.pace.Lane"),
            Level.WARN,
            "Bedrock: {}",
            new IllegalStateException(sent),
            new Object[] {sent});
    event.setMDCPropertyMap(Map.of());

    String text = line("text", event);

    assertThat(text).doesNotContain("\u001b", "\r", "\u0085", "\u2028");
    assertThat(text.split("\n")[0]).contains("a\\n2026-11-23 INFO  Lane  forged\\u001b[2J");
    // All other lines are those of the stack trace.
    assertThat(text.lines().skip(1))
        .allMatch(
            line ->
                line.startsWith("\t") || line.startsWith("java.lang.IllegalStateException: a\\n"));
    assertThat(line("json", event)).containsOnlyOnce("\n").endsWith("\n");
  }

  private String line(String format, Map<String, String> mdc, Throwable thrown)
      throws JoranException {
    return line(format, event(mdc, thrown));
  }

  private String line(String format, LoggingEvent event) throws JoranException {
    context.reset();
    context.putProperty("CARAVAN_LOG_FORMAT", format);
    JoranConfigurator configurator = new JoranConfigurator();
    configurator.setContext(context);
    configurator.doConfigure(getClass().getResource("/logback.xml"));
    // Otherwise logback prints its status messages on stdout.
    assertThat(context.getStatusManager().getCopyOfStatusList())
        .allSatisfy(status -> assertThat(status.getLevel()).isLessThan(Status.WARN));
    Logger root = context.getLogger(Logger.ROOT_LOGGER_NAME);
    OutputStreamAppender<ILoggingEvent> terminal =
        (OutputStreamAppender<ILoggingEvent>) root.getAppender("terminal");
    return new String(terminal.getEncoder().encode(event), StandardCharsets.UTF_8);
  }

  private LoggingEvent event(Map<String, String> mdc, Throwable thrown) {
    LoggingEvent event =
        new LoggingEvent(
            getClass().getName(),
            context.getLogger("dev.caravan.pace.Lane"),
            Level.WARN,
            "at most {} \"calls\"",
            thrown,
            new Object[] {4});
    event.setInstant(Instant.parse("2026-11-23T18:00:00.120Z"));
    event.setThreadName("worker 1");
    event.setMDCPropertyMap(mdc);
    return event;
  }
}
