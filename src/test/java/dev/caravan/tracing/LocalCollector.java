package dev.caravan.tracing;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.opentelemetry.proto.collector.trace.v1.ExportTraceServiceRequest;
import io.opentelemetry.proto.common.v1.KeyValue;
import io.opentelemetry.proto.trace.v1.ResourceSpans;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.zip.GZIPInputStream;

/** A collector that takes traces by OTLP over HTTP and keeps them. */
public final class LocalCollector implements AutoCloseable {

  private final HttpServer server;
  private final List<CollectedSpan> spans = new CopyOnWriteArrayList<>();
  private final AtomicInteger requests = new AtomicInteger();
  private volatile int status = 200;

  private LocalCollector(HttpServer server) {
    this.server = server;
  }

  public static LocalCollector start() throws IOException {
    HttpServer server =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    LocalCollector collector = new LocalCollector(server);
    server.createContext("/v1/traces", collector::take);
    server.setExecutor(
        Executors.newCachedThreadPool(
            work -> {
              Thread thread = new Thread(work, "collector");
              thread.setDaemon(true);
              return thread;
            }));
    server.start();
    return collector;
  }

  /** What OTEL_EXPORTER_OTLP_ENDPOINT is set to. */
  public String endpoint() {
    return "http://127.0.0.1:" + server.getAddress().getPort();
  }

  /** Sets the status of all answers from now on; spans are kept only with 200. */
  public void answerWith(int status) {
    this.status = status;
  }

  /** The number of answered requests. */
  public int requests() {
    return requests.get();
  }

  /** The spans in the order in which they ended. */
  public List<CollectedSpan> spans() {
    return List.copyOf(spans);
  }

  public List<CollectedSpan> spans(String traceId) {
    return spans.stream().filter(span -> span.traceId().equals(traceId)).toList();
  }

  private void take(HttpExchange exchange) throws IOException {
    try (exchange;
        InputStream body = body(exchange)) {
      ExportTraceServiceRequest request = ExportTraceServiceRequest.parseFrom(body);
      if (status == 200) {
        request.getResourceSpansList().forEach(this::keep);
      }
      exchange.sendResponseHeaders(status, -1);
      requests.incrementAndGet();
    }
  }

  private static InputStream body(HttpExchange exchange) throws IOException {
    boolean zipped = "gzip".equals(exchange.getRequestHeaders().getFirst("Content-Encoding"));
    return zipped ? new GZIPInputStream(exchange.getRequestBody()) : exchange.getRequestBody();
  }

  private void keep(ResourceSpans of) {
    String service =
        of.getResource().getAttributesList().stream()
            .filter(attribute -> attribute.getKey().equals("service.name"))
            .map(KeyValue::getValue)
            .findFirst()
            .orElseThrow()
            .getStringValue();
    of.getScopeSpansList()
        .forEach(
            scope ->
                scope.getSpansList().forEach(span -> spans.add(new CollectedSpan(service, span))));
  }

  @Override
  public void close() {
    server.stop(0);
  }
}
