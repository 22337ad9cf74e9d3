package dev.caravan.routes.reload;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.caravan.events.ContextEvents;
import dev.caravan.metrics.FinishedPrompts;
import dev.caravan.metrics.Meters;
import dev.caravan.metrics.ReloadCount;
import dev.caravan.metrics.RouteSetGauge;
import dev.caravan.metrics.UnexpectedFailures;
import dev.caravan.model.Catalogue;
import dev.caravan.routes.lint.Lint;
import dev.caravan.routes.reload.live.LiveRoutes;
import dev.caravan.routes.reload.live.RunningRoutes;
import io.vertx.core.http.HttpHeaders;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.UnaryOperator;
import org.apache.camel.CamelContext;
import org.apache.camel.component.platform.http.vertx.VertxPlatformHttpRouter;
import org.apache.camel.health.HealthCheckRegistry;
import org.apache.camel.spi.CamelEvent;
import org.apache.camel.spi.RouteFactory;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reloads changed routes while the service runs: those of a folder that it watches, or those that a
 * source delivers.
 */
public final class LiveReload extends ContextEvents {

  private static final Logger LOG = LoggerFactory.getLogger(LiveReload.class);

  /** The time between two looks at the folder. A look reads about ten small files. */
  private static final long LOOK_MILLIS = 150;

  private final Path folder;
  private final UnaryOperator<Path> catalogue;
  private final Lint lint;
  private final Optional<RouteSource> source;
  private final LiveRoutes live = new LiveRoutes();
  private final Journal journal = new Journal(Clock.systemUTC());
  private final ScheduledExecutorService looking =
      Executors.newSingleThreadScheduledExecutor(
          work -> {
            Thread thread = new Thread(work, "routes-reload");
            thread.setDaemon(true);
            return thread;
          });
  private Snapshot started;
  private RunningRoutes running;
  private volatile boolean receiving;

  private LiveReload(
      Path folder, UnaryOperator<Path> catalogue, Lint lint, Optional<RouteSource> source) {
    this.folder = folder;
    this.catalogue = catalogue;
    this.lint = lint;
    this.source = source;
  }

  /**
   * Reloads a folder whenever its files change.
   *
   * @param catalogue the model catalogue of a folder, in it or elsewhere
   * @param lint checks what was saved before it is taken over
   */
  public static LiveReload watching(Path folder, UnaryOperator<Path> catalogue, Lint lint) {
    return new LiveReload(folder, catalogue, lint, Optional.empty());
  }

  /**
   * Loads the folders that a source delivers.
   *
   * @param folder with which the service starts
   */
  public static LiveReload from(
      RouteSource source, Path folder, UnaryOperator<Path> catalogue, Lint lint) {
    return new LiveReload(folder, catalogue, lint, Optional.of(source));
  }

  /** Must be called before Camel reads the routes: every later save counts as a change. */
  public void attach(CamelContext context) {
    started = Snapshot.read(folder, catalogue.apply(folder));
    running = new RunningRoutes(context, live);
    context.getCamelContextExtension().addContextPlugin(RouteFactory.class, live);
    context.getManagementStrategy().addEventNotifier(this);
  }

  @Override
  public boolean isEnabled(CamelEvent event) {
    return switch (event.getType()) {
      case CamelContextStarted, CamelContextStopping, CamelContextStopped -> true;
      default -> false;
    };
  }

  @Override
  public void notify(CamelEvent event) {
    switch (event.getType()) {
      case CamelContextStarted -> watch(((CamelEvent.CamelContextEvent) event).getContext());
      case CamelContextStopping -> endLooking();
      case CamelContextStopped -> running.close();
      default -> {}
    }
  }

  private void watch(CamelContext context) {
    HealthCheckRegistry.get(context).register(new RoutesHealthCheck(this::page));
    context.getRegistry().findByType(VertxPlatformHttpRouter.class).stream()
        .filter(VertxPlatformHttpRouter::isManagementServer)
        .forEach(this::show);
    looking.execute(() -> begin(context));
  }

  private void show(VertxPlatformHttpRouter router) {
    router
        .get("/observe/routes")
        .handler(
            call ->
                call.response()
                    .putHeader(HttpHeaders.CONTENT_TYPE, "application/json")
                    .end(state().toPrettyString()));
  }

  private ObjectNode state() {
    ObjectNode state = new JournalJson().write(page());
    source.ifPresent(delivering -> delivering.describe(state.putObject("delivery")));
    return state;
  }

  /** A source also knows of the rejections of other instances, and when one counts no more. */
  private Journal.Page page() {
    Journal.Page page = journal.page();
    return source.map(from -> page.with(from.rejection())).orElse(page);
  }

  private SavedRoutes saved(Path of) {
    return new SavedRoutes(of, catalogue.apply(of), lint);
  }

  private void begin(CamelContext context) {
    SavedRoutes saved = saved(folder);
    Meters meters = context.getRegistry().findSingleByType(Meters.class);
    try {
      Reload reload =
          new Reload(
              saved,
              started,
              key -> context.getPropertiesComponent().resolveProperty(key).orElse(null),
              running,
              context.getRegistry().findSingleByType(Catalogue.class),
              new ReloadCount(meters),
              journal);
      if (source.isPresent()) {
        receive(source.get(), reload, meters);
      } else {
        watch(saved, reload);
      }
      warmUp(saved);
    } catch (RejectedException e) {
      LOG.warn("Reload is off, so changed routes need a restart: {}", e.getMessage());
    } catch (RuntimeException | Error e) {
      LOG.error("Reload is off, so changed routes need a restart.", e);
    }
  }

  private void watch(SavedRoutes saved, Reload reload) {
    Settling settling = new Settling(started);
    looking.scheduleWithFixedDelay(
        () -> look(saved, reload, settling), 0, LOOK_MILLIS, TimeUnit.MILLISECONDS);
    LOG.info("Watching {}: changed routes are reloaded without a restart.", folder);
  }

  private void receive(RouteSource from, Reload reload, Meters meters) {
    looking.scheduleWithFixedDelay(
        this::stopUnused, LOOK_MILLIS, LOOK_MILLIS, TimeUnit.MILLISECONDS);
    receiving = true;
    new RouteSetGauge(meters).show(() -> from.rejection().isPresent());
    from.begin(
        new Intake(
            of -> looking.submit(() -> reload.take(saved(of))),
            () -> journal.page().needRestart(),
            new FinishedPrompts(meters)::count,
            new UnexpectedFailures(meters)::count));
  }

  private void stopUnused() {
    try {
      running.stopUnused();
    } catch (RuntimeException | Error e) {
      // The executor would never call this again after anything that it throws.
      LOG.error("Can't stop old routes. Trying again.", e);
    }
  }

  /** Runs lint once, because its first run takes a second or two and would delay the first edit. */
  private void warmUp(SavedRoutes saved) {
    try {
      saved.check(started);
    } catch (RejectedException e) {
      LOG.warn("A reload would reject the routes that run now: {}", e.getMessage());
    } catch (RuntimeException | Error e) {
      LOG.warn("A reload would reject the routes that run now.", e);
    }
  }

  private void look(SavedRoutes saved, Reload reload, Settling settling) {
    try {
      Snapshot now = saved.now();
      settling
          .look(now, System.nanoTime())
          .filter(settled -> !reload.take(settled))
          .ifPresent(missed -> settling.again());
      running.stopUnused();
    } catch (RuntimeException | Error e) {
      // The executor would never look again after anything that this method throws.
      LOG.error("Can't check the routes for changes. Trying again.", e);
    }
  }

  private void endLooking() {
    if (receiving) {
      source.ifPresent(RouteSource::end);
    }
    looking.shutdown();
    try {
      // A change that has started finishes first, so that the stop does not see half of it.
      looking.awaitTermination(5, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    running.stopTaking();
  }
}
