package dev.caravan.web;

import dev.caravan.events.ContextEvents;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.ext.web.RoutingContext;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import org.apache.camel.component.platform.http.vertx.VertxPlatformHttpRouter;
import org.apache.camel.spi.CamelEvent;

/**
 * Serves the operators' page at {@code /operate} of the management port. It shares styles and
 * modules with the page of the API's port, and gets its data from the calls of this port.
 */
public final class OperatePage extends ContextEvents {

  private static final Pattern FILE = Pattern.compile("[a-z][a-z-]*\\.(css|js|svg)");

  private final Supplier<OperateState> state;

  /**
   * @param state needed only when somebody looks
   */
  public OperatePage(Supplier<OperateState> state) {
    this.state = state;
  }

  @Override
  public boolean isEnabled(CamelEvent event) {
    return event instanceof CamelEvent.CamelContextRoutesStartingEvent;
  }

  @Override
  public void notify(CamelEvent event) {
    CamelEvent.CamelContextEvent starting = (CamelEvent.CamelContextEvent) event;
    starting.getContext().getRegistry().findByType(VertxPlatformHttpRouter.class).stream()
        .filter(VertxPlatformHttpRouter::isManagementServer)
        .forEach(this::attach);
  }

  private void attach(VertxPlatformHttpRouter router) {
    router.get("/operate").handler(call -> send(call, "operate.html"));
    // In order: a file has the same form of path.
    router
        .get("/operate/state")
        .blockingHandler(
            call ->
                call.response()
                    .putHeader(HttpHeaders.CONTENT_TYPE, "application/json")
                    .end(state.get().json()),
            false);
    router.get("/operate/:file").handler(OperatePage::file);
  }

  private static void file(RoutingContext call) {
    String name = call.pathParam("file");
    if (FILE.matcher(name).matches()) {
      send(call, name);
    } else {
      call.fail(404);
    }
  }

  private static void send(RoutingContext call, String name) {
    Optional<PageFile> found = PageFile.read("page/" + name);
    if (found.isEmpty()) {
      call.fail(404);
      return;
    }
    PageFile file = found.get();
    call.response().putHeader(HttpHeaders.CONTENT_TYPE, file.contentType());
    if (name.endsWith(".html")) {
      Page.POLICY.forEach((header, value) -> call.response().putHeader(header, value));
    }
    call.response().end(Buffer.buffer(file.bytes()));
  }
}
