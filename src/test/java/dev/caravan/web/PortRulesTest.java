package dev.caravan.web;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.caravan.settings.MisconfiguredException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.Properties;
import org.apache.camel.component.platform.http.vertx.VertxPlatformHttpRouter;
import org.apache.camel.component.platform.http.vertx.VertxPlatformHttpServer;
import org.apache.camel.component.platform.http.vertx.VertxPlatformHttpServerConfiguration;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.support.service.ServiceHelper;
import org.assertj.core.api.AbstractThrowableAssert;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.NullSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The last check: of the address that a server of Camel is about to bind. */
class PortRulesTest {

  private final DefaultCamelContext camel = new DefaultCamelContext();
  private final Properties settings = new Properties();

  @BeforeEach
  void set() {
    settings.setProperty("http.port", "0");
    settings.setProperty("management.port", "0");
    camel.getPropertiesComponent().setOverrideProperties(settings);
  }

  @AfterEach
  void close() throws Exception {
    camel.close();
  }

  @ParameterizedTest
  @CsvSource({
    "server,     0.0.0.0,   camel.server.host",
    "server,     127.0.0.2, camel.server.host",
    "server,     localhost, camel.server.host",
    "management, 0.0.0.0,   camel.management.host",
  })
  void another_host_than_that_of_the_settings_is_not_bound(String type, String host, String named) {
    // Even with tokens: one setting decides.
    settings.setProperty("caravan.http.tokens", "a-long-random-word");

    assertRefused(type, host, 0).hasMessageContaining("Camel's own setting " + named);
  }

  @ParameterizedTest
  @CsvSource({"server, camel.server.port", "management, camel.management.port"})
  void another_port_than_that_of_the_settings_is_not_bound(String type, String named) {
    assertRefused(type, "127.0.0.1", 1).hasMessageContaining("Camel's own setting " + named);
  }

  @Test
  void a_server_that_routes_declare_needs_tokens_on_other_addresses_than_loopback() {
    assertRefused(null, "0.0.0.0", 0)
        .hasMessageContaining("set CARAVAN_HTTP_TOKENS or CARAVAN_HTTP_TOKENS_FILE, or");
  }

  @ParameterizedTest
  @NullSource
  @ValueSource(strings = {VertxPlatformHttpRouter.SERVER_TYPE_SERVER, "management"})
  void the_address_of_the_settings_is_bound(String type) {
    VertxPlatformHttpServer server = start(type, "127.0.0.1", 0);

    assertThat(server.getPort()).isPositive();
    ServiceHelper.stopService(server);
  }

  @ParameterizedTest
  @CsvSource({"server, http.port, HTTP_PORT", "management, management.port, MANAGEMENT_PORT"})
  void a_port_in_use_is_an_error_of_the_start(String type, String key, String variable)
      throws Exception {
    try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      settings.setProperty(key, String.valueOf(taken.getLocalPort()));

      assertRefused(type, "127.0.0.1", taken.getLocalPort())
          .hasMessage(
              "%s is %d, but another program uses this port; stop it, or set another %s"
                  .formatted(variable, taken.getLocalPort(), variable));
    }
  }

  private AbstractThrowableAssert<?, ?> assertRefused(String type, String host, int port) {
    return assertThatThrownBy(() -> start(type, host, port))
        .extracting(PortRulesTest::misconfigured)
        .asInstanceOf(org.assertj.core.api.InstanceOfAssertFactories.THROWABLE);
  }

  private static Throwable misconfigured(Throwable thrown) {
    Throwable cause = thrown;
    while (cause != null && !(cause instanceof MisconfiguredException)) {
      cause = cause.getCause();
    }
    return cause;
  }

  private VertxPlatformHttpServer start(String type, String host, int port) {
    VertxPlatformHttpServerConfiguration configuration = new VertxPlatformHttpServerConfiguration();
    configuration.setServerType(type);
    configuration.setBindHost(host);
    configuration.setBindPort(port);
    VertxPlatformHttpServer server = new VertxPlatformHttpServer(configuration);
    server.setCamelContext(camel);
    ServiceHelper.startService(server);
    return server;
  }
}
