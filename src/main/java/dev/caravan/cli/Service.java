package dev.caravan.cli;

import dev.caravan.routes.delivery.Delivery;
import dev.caravan.routes.delivery.InstanceName;
import dev.caravan.routes.delivery.RouteStore;
import dev.caravan.routes.reload.LiveReload;
import dev.caravan.settings.MisconfiguredException;
import dev.caravan.settings.RouteLocation;
import dev.caravan.settings.Settings;
import dev.caravan.web.StoppingHealthCheck;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.apache.camel.component.platform.http.vertx.VertxPlatformHttpRouter;
import org.apache.camel.main.BaseMainSupport;
import org.apache.camel.main.DefaultMainShutdownStrategy;
import org.apache.camel.main.Main;
import org.apache.camel.main.MainListener;
import org.apache.camel.main.MainListenerSupport;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The service: Camel with the routes of one folder. */
public final class Service implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(Service.class);

  private final Main main;

  private Service(Main main) {
    this.main = main;
  }

  /**
   * Starts the service with the routes of a folder, and returns when it accepts prompts.
   *
   * @param routes the folder with {@code *.camel.yaml} and {@code models.yaml}
   * @param settings values that take priority over variables
   * @throws CommandFailedException if the service can't start
   */
  public static Service start(Path routes, Map<String, String> settings) {
    Optional<LiveReload> reload =
        "true".equals(value("caravan.routes.reload", settings))
            ? Optional.of(
                LiveReload.watching(routes, folder -> catalogue(folder, settings), LintRun.lint()))
            : Optional.empty();
    return start(routes, settings, reload);
  }

  /**
   * Starts the service with the route set that is active in S3, and returns when it accepts
   * prompts.
   *
   * @param image the folder with the routes that are used if there is no set, or none can be used
   * @param settings values that take priority over variables
   * @throws CommandFailedException if the service can't start
   */
  public static Service start(RouteLocation sets, Path image, Map<String, String> settings) {
    Delivery delivery =
        new Delivery(
            RouteStore.open(sets, setting("caravan.s3.kms.key", settings)),
            image,
            InstanceName.of(System.getenv("HOSTNAME")),
            Duration.ofSeconds(
                Integer.parseInt(setting("caravan.routes.check-seconds", settings))));
    try {
      return start(delivery, delivery.startFolder(), settings);
    } catch (CommandFailedException e) {
      // Without this, a set that fails only at the start would end every task of a fleet.
      Path other = delivery.refuseStart(e.getMessage()).orElse(null);
      if (other == null) {
        delivery.end();
        throw e;
      }
      return start(delivery, other, settings);
    }
  }

  private static Service start(Delivery delivery, Path folder, Map<String, String> settings) {
    return start(
        folder,
        settings,
        Optional.of(
            LiveReload.from(delivery, folder, each -> catalogue(each, settings), LintRun.lint())));
  }

  private static Service start(
      Path routes, Map<String, String> settings, Optional<LiveReload> reload) {
    requireRoutes(routes);
    Main main = new Main();
    // The command decides when the service stops and in which order. Shutting down Camel's strategy
    // disables the shutdown hook that Camel has already registered.
    main.getShutdownStrategy().shutdown();
    DefaultMainShutdownStrategy shutdown = new DefaultMainShutdownStrategy(main);
    shutdown.disableHangupSupport();
    main.setShutdownStrategy(shutdown);
    main.configure().withRoutesIncludePattern(routeFiles(routes));
    main.addInitialProperty("caravan.models", routes.resolve("models.yaml").toString());
    main.addMainListener(new SettingsFirst());
    reload.ifPresent(each -> main.addMainListener(attaching(each)));
    settings.forEach(main::addOverrideProperty);
    separatePorts(main, settings);
    try {
      main.start();
    } catch (Exception e) {
      main.stop();
      throw notStarted(e, CamelSettingError.among(settings));
    }
    return new Service(main);
  }

  private static CommandFailedException notStarted(Exception thrown, CamelSettingError camels) {
    for (Throwable cause = thrown; cause != null; cause = cause.getCause()) {
      if (cause instanceof MisconfiguredException wrong) {
        return CommandFailedException.misconfigured(wrong.getMessage());
      }
    }
    return camels
        .line(thrown)
        .map(CommandFailedException::misconfigured)
        .orElseGet(
            () ->
                new CommandFailedException("The service can't start: " + deepest(thrown), thrown));
  }

  /** Files with beans come first, because Camel builds a bean again if another file precedes it. */
  private static String routeFiles(Path routes) {
    String beans = "file:" + routes + "/beans.camel.yaml";
    String all = "file:" + routes + "/*.camel.yaml";
    return Files.exists(routes.resolve("beans.camel.yaml")) ? beans + "," + all : all;
  }

  private static void requireRoutes(Path routes) {
    try (DirectoryStream<Path> files = Files.newDirectoryStream(routes, "*.camel.yaml")) {
      if (files.iterator().hasNext()) {
        return;
      }
    } catch (IOException e) {
      LOG.debug("Cause", e);
    }
    throw CommandFailedException.misconfigured(
        "There is no *.camel.yaml in " + routes + ". Set the routes folder with --routes.");
  }

  private static Path catalogue(Path routes, Map<String, String> settings) {
    String models = value("caravan.models", settings);
    return models == null
        ? routes.resolve("models.yaml")
        : Path.of(models.startsWith("file:") ? models.substring("file:".length()) : models);
  }

  private static MainListener attaching(LiveReload reload) {
    return new MainListenerSupport() {
      @Override
      public void beforeInitialize(BaseMainSupport starting) {
        reload.attach(starting.getCamelContext());
      }
    };
  }

  /** Camel treats two servers with the same port as one, even if both ports are 0. */
  private static void separatePorts(Main main, Map<String, String> settings) {
    if ("0".equals(value("http.port", settings))
        && "0".equals(value("management.port", settings))) {
      try {
        main.addOverrideProperty("management.port", String.valueOf(FreePort.find()));
      } catch (IOException e) {
        throw new CommandFailedException("There is no free port for the management server.", e);
      }
    }
  }

  private static String value(String key, Map<String, String> settings) {
    return settings.getOrDefault(key, Settings.FROM_ENVIRONMENT.apply(key));
  }

  private static String setting(String key, Map<String, String> settings) {
    String value = value(key, settings);
    return value == null || value.isBlank() ? Settings.defaults().get(key) : value;
  }

  public int httpPort() {
    return port(false);
  }

  public int managementPort() {
    return port(true);
  }

  private int port(boolean management) {
    Set<VertxPlatformHttpRouter> routers =
        main.getCamelContext().getRegistry().findByType(VertxPlatformHttpRouter.class);
    return routers.stream()
        .filter(router -> router.isManagementServer() == management)
        .mapToInt(router -> router.getServer().getPort())
        .findFirst()
        .orElseThrow();
  }

  public org.apache.camel.CamelContext context() {
    return main.getCamelContext();
  }

  private static String deepest(Throwable thrown) {
    return CommandFailedException.of(thrown).getMessage();
  }

  /**
   * Reports that the service is not ready, takes requests for {@code
   * caravan.shutdown.delay-seconds} more, finishes the prompts in progress, within {@code
   * caravan.shutdown.seconds}, and stops.
   */
  @Override
  public void close() {
    if (context() != null && context().isStarted()) {
      context()
          .getRegistry()
          .findByType(StoppingHealthCheck.class)
          .forEach(StoppingHealthCheck::begin);
    }
    main.stop();
  }
}
