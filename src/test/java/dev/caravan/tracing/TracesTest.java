package dev.caravan.tracing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

/** Exporting, to a collector that may be down. */
class TracesTest {

  private final Logger log = (Logger) LoggerFactory.getLogger(Logger.ROOT_LOGGER_NAME);
  private final ListAppender<ILoggingEvent> lines = new ListAppender<>();
  private LocalCollector collector;

  @BeforeEach
  void start() throws IOException {
    collector = LocalCollector.start();
    System.setProperty("otel.exporter.otlp.endpoint", collector.endpoint());
    System.setProperty("otel.bsp.schedule.delay", "50");
    lines.start();
    log.addAppender(lines);
  }

  @AfterEach
  void stop() {
    log.detachAppender(lines);
    System.clearProperty("otel.bsp.schedule.delay");
    System.clearProperty("otel.exporter.otlp.endpoint");
    collector.close();
  }

  @Test
  void a_collector_that_takes_nothing_is_told_of_once_and_when_it_is_over() {
    Traces traces = new Traces();
    traces.start();
    collector.answerWith(400);
    span(traces, "lost");
    await().until(() -> said("The collector takes no spans") == 1);
    span(traces, "lost too");
    await().until(() -> collector.requests() == 2);
    collector.answerWith(200);
    span(traces, "kept");

    await().until(() -> said("The collector takes spans again.") == 1);
    traces.close();
    assertThat(
            said(
                "The collector takes no spans (Failed to export spans. Server responded with HTTP"
                    + " status code 400."))
        .isEqualTo(1);
    assertThat(said("The collector takes no spans")).isEqualTo(1);
    assertThat(collector.spans()).extracting(CollectedSpan::name).containsExactly("kept");
    // No line is from OpenTelemetry itself, which would repeat the message.
    assertThat(lines.list)
        .extracting(ILoggingEvent::getLoggerName)
        .allMatch(name -> name.startsWith("dev.caravan"));
  }

  @Test
  void the_close_exports_what_has_ended() {
    System.setProperty("otel.bsp.schedule.delay", "60000");
    Traces traces = new Traces();
    traces.start();
    span(traces, "last");

    traces.close();

    assertThat(collector.spans()).extracting(CollectedSpan::name).containsExactly("last");
  }

  @Test
  void a_protocol_that_we_have_not_is_refused_at_the_start() {
    System.setProperty("otel.exporter.otlp.protocol", "grpc");
    try {
      Traces traces = new Traces();

      assertThatThrownBy(traces::start).hasMessageContaining("PROTOCOL=http/protobuf");
    } finally {
      System.clearProperty("otel.exporter.otlp.protocol");
    }
  }

  @Test
  void where_nothing_is_exported_a_callers_trace_goes_on_as_it_came() {
    Traces traces = new Traces(new ExportVariables(Map.<String, String>of()::get));
    traces.start();
    Optional<TraceParent> caller =
        TraceParent.parse("00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01", "a=1");

    TraceSpan span = traces.begin(caller, "any", TraceSpan.Kind.SERVER);
    TraceSpan child = span.child("other", TraceSpan.Kind.CLIENT);

    assertThat(child.context()).isEqualTo(caller.orElseThrow());
    span.end();
    traces.close();
    assertThat(collector.requests()).isZero();
  }

  private static void span(Traces traces, String name) {
    traces.begin(Optional.empty(), name, TraceSpan.Kind.INTERNAL).end();
    traces.leave();
  }

  private long said(String beginning) {
    return List.copyOf(lines.list).stream()
        .filter(line -> line.getFormattedMessage().startsWith(beginning))
        .count();
  }
}
