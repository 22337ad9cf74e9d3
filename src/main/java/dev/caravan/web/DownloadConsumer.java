package dev.caravan.web;

import io.vertx.core.Future;
import io.vertx.core.Handler;
import io.vertx.core.buffer.Buffer;
import io.vertx.ext.web.RoutingContext;
import io.vertx.ext.web.impl.RoutingContextDecorator;
import io.vertx.ext.web.impl.RoutingContextInternal;
import java.util.List;
import org.apache.camel.Exchange;
import org.apache.camel.Processor;
import org.apache.camel.component.platform.http.PlatformHttpEndpoint;
import org.apache.camel.component.platform.http.vertx.VertxPlatformHttpConsumer;
import org.apache.camel.spi.InflightRepository;

/**
 * Camel's HTTP consumer, which also sends downloads. Camel itself would send the body of an S3
 * object as a stream. Such a stream keeps its connection to S3 until the client has read all of it.
 * If the client leaves before, the connection is never given back, and the exchange never ends.
 */
final class DownloadConsumer extends VertxPlatformHttpConsumer {

  DownloadConsumer(
      PlatformHttpEndpoint endpoint,
      Processor processor,
      List<Handler<RoutingContext>> handlers,
      String routerName) {
    super(endpoint, processor, handlers, routerName);
  }

  @Override
  protected void handleRequest(RoutingContext context) {
    super.handleRequest(new Answering((RoutingContextInternal) context));
  }

  @Override
  protected Future<Void> processHttpRequest(Exchange exchange, RoutingContext context) {
    ((Answering) context).exchange = exchange;
    return super.processHttpRequest(exchange, context);
  }

  /**
   * The exchange of a download is in flight until the download is over. A shutdown counts the
   * exchanges of each route, so it is added to its route again.
   */
  @Override
  public void doneUoW(Exchange exchange) {
    Download download = Download.of(exchange).orElse(null);
    if (download == null) {
      super.doneUoW(exchange);
      return;
    }
    InflightRepository inflight = exchange.getContext().getInflightRepository();
    String route = exchange.getFromRouteId();
    inflight.add(exchange, route);
    download.afterwards(
        () -> {
          inflight.remove(exchange, route);
          super.doneUoW(exchange);
        });
  }

  /** The request as Camel sees it: the end of the answer may be the begin of a download. */
  private static final class Answering extends RoutingContextDecorator {

    private final RoutingContextInternal context;
    private Exchange exchange;

    Answering(RoutingContextInternal context) {
      super(context.currentRoute(), context);
      this.context = context;
    }

    @Override
    public Future<Void> end(Buffer body) {
      Download download =
          Download.of(exchange).filter(attached -> attached.isFor(body)).orElse(null);
      if (download == null) {
        return context.end(body);
      }
      exchange.getMessage().setBody(null);
      download.send(context);
      return Future.succeededFuture();
    }
  }
}
