package dev.caravan.tracing;

import io.opentelemetry.proto.trace.v1.Span;
import io.opentelemetry.proto.trace.v1.Status;
import java.util.HexFormat;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * A span as the collector received it.
 *
 * @param service the name of the service that exported it
 * @param raw all there is of it
 */
public record CollectedSpan(String service, Span raw) {

  public String traceId() {
    return HexFormat.of().formatHex(raw.getTraceId().toByteArray());
  }

  public String id() {
    return HexFormat.of().formatHex(raw.getSpanId().toByteArray());
  }

  /** Empty if the trace begins with this span. */
  public String parentId() {
    return HexFormat.of().formatHex(raw.getParentSpanId().toByteArray());
  }

  public String name() {
    return raw.getName();
  }

  /** {@code SERVER}, {@code CLIENT} and so on. */
  public String kind() {
    return raw.getKind().name().replace("SPAN_KIND_", "");
  }

  public boolean isFailed() {
    return raw.getStatus().getCode() == Status.StatusCode.STATUS_CODE_ERROR;
  }

  public Map<String, String> attributes() {
    return raw.getAttributesList().stream()
        .collect(
            Collectors.toMap(
                attribute -> attribute.getKey(),
                attribute ->
                    attribute.getValue().hasIntValue()
                        ? String.valueOf(attribute.getValue().getIntValue())
                        : attribute.getValue().getStringValue()));
  }

  /** A short form for messages of failed assertions. */
  @Override
  public String toString() {
    return name() + ' ' + kind() + ' ' + id() + " in " + parentId() + " of " + traceId();
  }

  /** Its length in milliseconds. */
  public long millis() {
    return (raw.getEndTimeUnixNano() - raw.getStartTimeUnixNano()) / 1_000_000;
  }
}
