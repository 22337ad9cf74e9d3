package dev.caravan.tracing;

import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.trace.Tracer;
import io.opentelemetry.api.trace.propagation.W3CTraceContextPropagator;
import io.opentelemetry.context.Context;
import io.opentelemetry.sdk.OpenTelemetrySdk;
import io.opentelemetry.sdk.autoconfigure.AutoConfiguredOpenTelemetrySdk;
import io.opentelemetry.sdk.autoconfigure.spi.ConfigurationException;
import io.opentelemetry.sdk.resources.Resource;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.logging.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.bridge.SLF4JBridgeHandler;

/** OpenTelemetry's SDK, as its own variables configure it; of its signals only traces. */
final class SpanExport implements AutoCloseable {

  private static final org.slf4j.Logger LOG = LoggerFactory.getLogger(SpanExport.class);

  private static final AttributeKey<String> SERVICE = AttributeKey.stringKey("service.name");
  private static final String NAMELESS = "unknown_service:java";

  /** What the last spans may take at a stop. */
  private static final long LAST_SECONDS = 2;

  // Kept, because java.util.logging forgets a logger that nobody holds, and what was set on it.
  private final Logger log = Logger.getLogger("io.opentelemetry");
  private final Logger exporterLogger = Logger.getLogger("io.opentelemetry.exporter");
  private final ExporterLog exporterLog = new ExporterLog();
  private final OpenTelemetrySdk sdk;
  private final Tracer tracer;
  private String service;

  /**
   * @throws IllegalStateException where a variable is wrong; its message says which
   */
  SpanExport() {
    handLogOn();
    this.sdk = build();
    this.tracer = sdk.getTracer("dev.caravan");
  }

  private void handLogOn() {
    log.setUseParentHandlers(false);
    if (log.getHandlers().length == 0) {
      log.addHandler(new SLF4JBridgeHandler());
    }
    // WatchedExporter logs the first failure alone; the exporter logs one for every batch.
    exporterLogger.setUseParentHandlers(false);
    exporterLogger.addHandler(exporterLog);
  }

  private OpenTelemetrySdk build() {
    try {
      return AutoConfiguredOpenTelemetrySdk.builder()
          // What grpc would need is not here.
          .addPropertiesSupplier(() -> Map.of("otel.exporter.otlp.protocol", "http/protobuf"))
          .addPropertiesCustomizer(
              set ->
                  Map.of(
                      "otel.metrics.exporter", "none",
                      "otel.logs.exporter", "none",
                      "otel.propagators", "tracecontext"))
          .addResourceCustomizer((resource, set) -> named(resource))
          .addSpanExporterCustomizer(
              (exporter, set) -> new WatchedExporter(exporter, exporterLog::last))
          .disableShutdownHook()
          .build()
          .getOpenTelemetrySdk();
    } catch (ConfigurationException | IllegalStateException e) {
      throw new IllegalStateException(
          "Traces can't be exported as the OTEL_ variables say: "
              + e.getMessage()
              + ". Caravan exports by OTEL_TRACES_EXPORTER=otlp with"
              + " OTEL_EXPORTER_OTLP_PROTOCOL=http/protobuf",
          e);
    }
  }

  private Resource named(Resource resource) {
    String name = resource.getAttribute(SERVICE);
    this.service = name == null || name.equals(NAMELESS) ? "caravan" : name;
    return resource.merge(Resource.create(Attributes.of(SERVICE, service)));
  }

  /** The name that traces have of us. */
  String service() {
    return service;
  }

  /**
   * @param parent empty where the trace begins here
   */
  TraceSpan begin(Optional<TraceParent> parent, String name, TraceSpan.Kind kind) {
    Context caller = parent.map(SpanExport::context).orElseGet(Context::root);
    return new ExportedSpan(tracer, caller, name, kind);
  }

  private static Context context(TraceParent parent) {
    return W3CTraceContextPropagator.getInstance()
        .extract(
            Context.root(),
            Map.of(TraceParent.HEADER, parent.header(), TraceParent.STATE_HEADER, parent.state()),
            new Headers());
  }

  /** Exports what has ended, within 2 s. */
  @Override
  public void close() {
    exporterLogger.removeHandler(exporterLog);
    if (!sdk.shutdown().join(LAST_SECONDS, TimeUnit.SECONDS).isSuccess()) {
      LOG.warn("The last spans were not exported within {} s.", LAST_SECONDS);
    }
  }
}
