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

/** OpenTelemetry's SDK, configured by its own variables. Of its signals, only traces are used. */
final class SpanExport implements AutoCloseable {

  private static final org.slf4j.Logger LOG = LoggerFactory.getLogger(SpanExport.class);

  private static final AttributeKey<String> SERVICE = AttributeKey.stringKey("service.name");
  private static final String NAMELESS = "unknown_service:java";

  /** Maximum time for the last export at a stop. */
  private static final long LAST_SECONDS = 2;

  // Kept in a field, because java.util.logging drops a logger, and its level, without a reference.
  private final Logger log = Logger.getLogger("io.opentelemetry");
  private final Logger exporterLogger = Logger.getLogger("io.opentelemetry.exporter");
  private final ExporterLog exporterLog = new ExporterLog();
  private final OpenTelemetrySdk sdk;
  private final Tracer tracer;
  private String service;

  /**
   * @throws IllegalStateException if a variable is wrong; its message names the variable
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
    // WatchedExporter logs only the first failure; the exporter would log one for every batch.
    exporterLogger.setUseParentHandlers(false);
    exporterLogger.addHandler(exporterLog);
  }

  private OpenTelemetrySdk build() {
    try {
      return AutoConfiguredOpenTelemetrySdk.builder()
          // The gRPC sender is not on the class path.
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

  /** The instrumentation scope of Caravan's spans. */
  String service() {
    return service;
  }

  /**
   * @param parent empty if the trace begins here
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

  /** Exports the spans that have ended, within 2 s. */
  @Override
  public void close() {
    exporterLogger.removeHandler(exporterLog);
    if (!sdk.shutdown().join(LAST_SECONDS, TimeUnit.SECONDS).isSuccess()) {
      LOG.warn("The last spans were not exported within {} s.", LAST_SECONDS);
    }
  }
}
