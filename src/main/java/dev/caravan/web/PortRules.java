package dev.caravan.web;

import dev.caravan.settings.MisconfiguredException;
import dev.caravan.settings.Settings;
import io.vertx.core.http.HttpServer;
import io.vertx.core.net.SocketAddress;
import java.net.BindException;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Supplier;
import org.apache.camel.component.platform.http.vertx.VertxPlatformHttpRouter;

/**
 * The addresses that Camel's servers may bind: those of Caravan's settings. Camel reads addresses
 * from its own settings, too, in many spellings. So the rules apply to the address itself, just
 * before it is bound.
 */
public final class PortRules {

  private final Supplier<Set<VertxPlatformHttpRouter>> routers;
  private final Function<String, String> settings;

  /**
   * @param routers one for each of Camel's servers
   * @param settings the value of a key
   */
  public PortRules(
      Supplier<Set<VertxPlatformHttpRouter>> routers, Function<String, String> settings) {
    this.routers = routers;
    this.settings = settings;
  }

  /**
   * Servers that are not Camel's, such as those of a component in a user's route, may bind any
   * address.
   *
   * @throws MisconfiguredException if Camel's server must not bind the address
   */
  void check(HttpServer server, SocketAddress address) {
    routers.get().stream()
        .filter(router -> router.getServer().getServer() == server)
        .forEach(router -> check(router, address));
  }

  private void check(VertxPlatformHttpRouter router, SocketAddress address) {
    if (router.isManagementServer()) {
      requireEqual("camel.management.host", "management.host", address.host());
      requireEqual("camel.management.port", "management.port", port(address));
      return;
    }
    if (router.isMainServer()) {
      requireEqual("camel.server.host", "http.host", address.host());
      requireEqual("camel.server.port", "http.port", port(address));
    }
    Settings.openAddress("The API's address", address.host(), settings)
        .ifPresent(
            complaint -> {
              throw new MisconfiguredException(complaint);
            });
  }

  private void requireEqual(String camels, String ours, String bound) {
    String set = settings.apply(ours);
    if (!bound.equals(set)) {
      throw new MisconfiguredException(
          "Camel's own setting %s (or %s) is \"%s\", but %s is \"%s\"; set only %s"
              .formatted(
                  camels,
                  Settings.variable(camels),
                  bound,
                  Settings.variable(ours),
                  set,
                  Settings.variable(ours)));
    }
  }

  /** Why a server could not bind its address, with the settings that decide it. */
  MisconfiguredException notBound(HttpServer server, SocketAddress address, Throwable cause) {
    boolean isManagement =
        routers.get().stream()
            .filter(router -> router.getServer().getServer() == server)
            .anyMatch(VertxPlatformHttpRouter::isManagementServer);
    String port = isManagement ? "MANAGEMENT_PORT" : "HTTP_PORT";
    String host = isManagement ? "MANAGEMENT_HOST" : "HTTP_HOST";
    boolean isInUse =
        cause instanceof BindException && String.valueOf(cause.getMessage()).contains("in use");
    return new MisconfiguredException(
        isInUse
            ? "%s is %d, but another program uses this port; stop it, or set another %s"
                .formatted(port, address.port(), port)
            : "%s is %d and %s is \"%s\", but this address can't be used: %s"
                .formatted(port, address.port(), host, address.host(), cause.getMessage()),
        cause);
  }

  private static String port(SocketAddress address) {
    return String.valueOf(address.port());
  }
}
