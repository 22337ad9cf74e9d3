package dev.caravan.tracing;

import java.security.SecureRandom;
import java.util.Optional;
import java.util.random.RandomGenerator;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The traces of the prompts in progress. Every prompt has a trace, its caller's or a new one, and
 * its message carries the trace on. Spans are made and exported only if OpenTelemetry's variables
 * name a destination; otherwise no class of OpenTelemetry is loaded.
 */
public final class Traces implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(Traces.class);

  private final ExportVariables variables;
  private final RandomGenerator random = new SecureRandom();
  private final ThreadLocal<CurrentSpan> here = new ThreadLocal<>();
  private volatile SpanExport export;

  public Traces() {
    this(ExportVariables.ofThisProcess());
  }

  Traces(ExportVariables variables) {
    this.variables = variables;
  }

  /**
   * Starts exporting, if it is enabled.
   *
   * @throws IllegalStateException if a variable is wrong; its message names the variable
   */
  synchronized void start() {
    if (!variables.isOn()) {
      LOG.info("No traces are exported (OTEL_EXPORTER_OTLP_ENDPOINT is not set).");
    } else if (export == null) {
      export = new SpanExport();
      LOG.info("Traces go to {}, as service {}.", variables.destination(), export.service());
    }
  }

  /** Begins this process's part of a trace, on this thread. */
  TraceSpan begin(Optional<TraceParent> parent, String name, TraceSpan.Kind kind) {
    SpanExport to = export;
    TraceSpan span =
        to == null
            ? new CarriedTrace(parent.orElseGet(() -> TraceParent.fresh(random)))
            : to.begin(parent, name, kind);
    here.set(new CurrentSpan(span));
    return span;
  }

  /** This thread works on the span's prompt, too. */
  void enter(TraceSpan span) {
    here.set(new CurrentSpan(span));
  }

  /** The span of the prompt that this thread works on; empty if it works on none. */
  Optional<CurrentSpan> here() {
    return Optional.ofNullable(here.get());
  }

  /** The span that this thread is in; empty if it works on no prompt. */
  Optional<TraceSpan> current() {
    return here().flatMap(CurrentSpan::now);
  }

  /** This thread no longer works on its prompt. */
  void leave() {
    here.remove();
  }

  /** Exports the spans that have ended, within 2 s. */
  @Override
  public synchronized void close() {
    if (export != null) {
      export.close();
      export = null;
    }
  }
}
