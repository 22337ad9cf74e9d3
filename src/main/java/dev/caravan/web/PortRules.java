package dev.caravan.web;

import dev.caravan.settings.MisconfiguredException;
import dev.caravan.settings.Settings;
import io.vertx.core.http.HttpServer;
import io.vertx.core.net.SocketAddress;
import java.io.IOException;
import java.net.BindException;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Supplier;
import org.apache.camel.component.platform.http.vertx.VertxPlatformHttpRouter;

/**
 * The addresses that Camel's servers may bind: those of Caravan's settings. Camel reads addresses
 * from its own settings, too, in many spellings. So the rules apply to the address itself: when a
 * server is made, and again just before it binds the address.
 */
public final class PortRules {

  /** The two ports, and the settings of Caravan and of Camel that name their addresses. */
  enum Port {
    API("http", "camel.server"),
    MANAGEMENT("management", "camel.management");

    private final String ours;
    private final String camels;

    Port(String ours, String camels) {
      this.ours = ours;
      this.camels = camels;
    }
  }

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
   * @throws MisconfiguredException if the port must not or can't have this address
   */
  void require(Port port, String host, int number) {
    requireEqual(port, "host", host);
    requireEqual(port, "port", String.valueOf(number));
    try (ServerSocket socket = new ServerSocket()) {
      // As Vert.x does; otherwise connections of an earlier process would keep the port.
      socket.setReuseAddress(true);
      socket.bind(new InetSocketAddress(host, number));
    } catch (IOException e) {
      throw notBound(port, host, number, e);
    }
  }

  /**
   * Servers that are not Camel's, such as those of a component in a user's route, may bind any
   * address.
   *
   * @throws MisconfiguredException if Camel's server must not bind the address
   */
  void check(HttpServer server, SocketAddress address) {
    router(server).ifPresent(router -> check(router, address));
  }

  private void check(VertxPlatformHttpRouter router, SocketAddress address) {
    if (router.isMainServer() || router.isManagementServer()) {
      Port port = port(router);
      requireEqual(port, "host", address.host());
      requireEqual(port, "port", String.valueOf(address.port()));
    }
    if (!router.isManagementServer()) {
      Settings.openAddress("The API's address", address.host(), settings)
          .ifPresent(
              complaint -> {
                throw new MisconfiguredException(complaint);
              });
    }
  }

  private void requireEqual(Port port, String part, String used) {
    String ours = port.ours + "." + part;
    String camels = port.camels + "." + part;
    String set = settings.apply(ours);
    if (!used.equals(set)) {
      throw new MisconfiguredException(
          "Camel's own setting %s (or %s) is \"%s\", but %s is \"%s\"; set only %s"
              .formatted(
                  camels,
                  Settings.variable(camels),
                  used,
                  Settings.variable(ours),
                  set,
                  Settings.variable(ours)));
    }
  }

  /** Why a server could not bind its address, with the settings that decide it. */
  MisconfiguredException notBound(HttpServer server, SocketAddress address, Throwable cause) {
    Port port = router(server).map(PortRules::port).orElse(Port.API);
    return notBound(port, address.host(), address.port(), cause);
  }

  private static MisconfiguredException notBound(
      Port port, String host, int number, Throwable cause) {
    String portVariable = Settings.variable(port.ours + ".port");
    String hostVariable = Settings.variable(port.ours + ".host");
    boolean isInUse =
        cause instanceof BindException && String.valueOf(cause.getMessage()).contains("in use");
    return new MisconfiguredException(
        isInUse
            ? "%s is %d, but another program uses this port; stop it, or set another %s"
                .formatted(portVariable, number, portVariable)
            : "%s is \"%s\" and %s is %d, but this address can't be used: %s"
                .formatted(hostVariable, host, portVariable, number, cause.getMessage()),
        cause);
  }

  private Optional<VertxPlatformHttpRouter> router(HttpServer server) {
    return routers.get().stream()
        .filter(router -> router.getServer().getServer() == server)
        .findFirst();
  }

  private static Port port(VertxPlatformHttpRouter router) {
    return router.isManagementServer() ? Port.MANAGEMENT : Port.API;
  }
}
