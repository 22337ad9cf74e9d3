package dev.caravan.tracing;

import io.opentelemetry.sdk.common.CompletableResultCode;
import io.opentelemetry.sdk.trace.data.SpanData;
import io.opentelemetry.sdk.trace.export.SpanExporter;
import java.util.Collection;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Logs one line when the collector stops taking spans, and one when it takes them again. */
final class WatchedExporter implements SpanExporter {

  private static final Logger LOG = LoggerFactory.getLogger(WatchedExporter.class);

  private final SpanExporter exporter;
  private final Supplier<String> reason;
  private final AtomicBoolean failing = new AtomicBoolean();

  /**
   * @param reason returns why the last export failed
   */
  WatchedExporter(SpanExporter exporter, Supplier<String> reason) {
    this.exporter = exporter;
    this.reason = reason;
  }

  @Override
  public CompletableResultCode export(Collection<SpanData> spans) {
    CompletableResultCode result = exporter.export(spans);
    result.whenComplete(() -> told(result));
    return result;
  }

  private void told(CompletableResultCode result) {
    if (result.isSuccess()) {
      if (failing.getAndSet(false)) {
        LOG.info("The collector takes spans again.");
      }
    } else if (!failing.getAndSet(true)) {
      LOG.warn(
          "The collector takes no spans ({}). Spans are lost until it does; prompts go on.",
          reason.get());
    }
  }

  @Override
  public CompletableResultCode flush() {
    return exporter.flush();
  }

  @Override
  public CompletableResultCode shutdown() {
    return exporter.shutdown();
  }

  @Override
  public String toString() {
    return exporter.toString();
  }
}
