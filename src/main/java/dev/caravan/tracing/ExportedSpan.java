package dev.caravan.tracing;

import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.api.trace.Tracer;
import io.opentelemetry.api.trace.propagation.W3CTraceContextPropagator;
import io.opentelemetry.context.Context;
import java.util.HashMap;
import java.util.Map;

/** A span of OpenTelemetry. It is exported after its end, if it is sampled. */
final class ExportedSpan implements TraceSpan {

  private final Tracer tracer;
  private final Context context;
  private final Span span;

  /**
   * @param parent contains the parent span; empty if the trace begins here
   */
  ExportedSpan(Tracer tracer, Context parent, String name, Kind kind) {
    this.tracer = tracer;
    this.span =
        tracer
            .spanBuilder(name)
            .setSpanKind(SpanKind.valueOf(kind.name()))
            .setParent(parent)
            .startSpan();
    this.context = parent.with(span);
  }

  @Override
  public TraceParent context() {
    Map<String, String> headers = new HashMap<>();
    W3CTraceContextPropagator.getInstance().inject(context, headers, Map::put);
    return TraceParent.parse(headers.get(TraceParent.HEADER), headers.get(TraceParent.STATE_HEADER))
        .orElseThrow();
  }

  @Override
  public TraceSpan child(String name, Kind kind) {
    return new ExportedSpan(tracer, context, name, kind);
  }

  @Override
  public void put(String attribute, String value) {
    span.setAttribute(attribute, value);
  }

  @Override
  public void put(String attribute, long value) {
    span.setAttribute(attribute, value);
  }

  @Override
  public void fail(String type) {
    span.setAttribute("error.type", type);
    span.setStatus(StatusCode.ERROR);
  }

  @Override
  public void end() {
    span.end();
  }

  @Override
  public boolean isExported() {
    return true;
  }
}
