package dev.caravan.it;

import static org.assertj.core.api.Assertions.assertThat;

import dev.caravan.cli.CommandFailedException;
import dev.caravan.cli.Service;
import dev.caravan.it.RunningCaravan.Running;
import java.net.http.HttpRequest;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.apache.camel.CamelContext;
import org.apache.camel.component.platform.http.vertx.VertxPlatformHttpRouter;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.main.HttpManagementServerConfigurationProperties;
import org.apache.camel.main.HttpServerConfigurationProperties;
import org.apache.camel.spi.ExtendedPropertyConfigurerGetter;
import org.apache.camel.support.PluginHelper;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/**
 * Camel's own settings open no port that Caravan's settings do not allow, in any spelling that
 * Camel reads. {@link PortsIT} tests those that are variables.
 */
@ExtendWith(RunningCaravan.class)
class CamelAddressesIT {

  private static final List<String> KEYS =
      List.of(
          "camel.server.host",
          "camel.server.port",
          "camel.management.host",
          "camel.management.port");

  @TempDir Path folder;

  /** The options of Camel's two servers. A new one must be classified here. */
  @Test
  void every_option_of_a_server_is_known() throws Exception {
    Set<String> address = Set.of("host", "port");
    // These neither choose an address nor bypass the tokens, which HttpEdge asks for before all.
    Set<String> others =
        Set.of(
            "enabled",
            "path",
            "maxBodySize",
            "staticEnabled",
            "staticSourceDir",
            "staticContextPath",
            "fileUploadEnabled",
            "fileUploadDirectory",
            "useGlobalSslContextParameters",
            "authenticationEnabled",
            "authenticationPath",
            "authenticationRealm",
            "basicPropertiesFile",
            "jwtKeystoreType",
            "jwtKeystorePath",
            "jwtKeystorePassword");
    // These add paths to the management port, which has no tokens (SECURITY.md).
    Set<String> management =
        Set.of(
            "infoPath",
            "healthPath",
            "jolokiaPath",
            "infoEnabled",
            "devConsoleEnabled",
            "healthCheckEnabled",
            "jolokiaEnabled",
            "metricsEnabled",
            "uploadEnabled",
            "uploadSourceDir",
            "downloadEnabled",
            "sendEnabled");
    Set<String> known = new TreeSet<>(address);
    known.addAll(others);
    known.addAll(management);

    try (DefaultCamelContext camel = new DefaultCamelContext()) {
      Set<String> all = new TreeSet<>();
      all.addAll(options(camel, new HttpServerConfigurationProperties(null)));
      all.addAll(options(camel, new HttpManagementServerConfigurationProperties(null)));
      assertThat(all).isEqualTo(known);
    }
  }

  private static Set<String> options(CamelContext camel, Object target) {
    Set<String> names = new TreeSet<>();
    ExtendedPropertyConfigurerGetter configurer =
        (ExtendedPropertyConfigurerGetter)
            PluginHelper.getBootstrapConfigurerResolver(camel)
                .resolvePropertyConfigurer(target.getClass().getName(), camel);
    for (String name : configurer.getAllOptions(target).keySet()) {
      names.add(Character.toLowerCase(name.charAt(0)) + name.substring(1));
    }
    return names;
  }

  @Test
  void no_spelling_of_an_address_in_a_system_property_opens_a_port(Running caravan) {
    for (String key : KEYS) {
      List<String> spellings =
          List.of(
              key,
              key.toUpperCase(),
              key.replace("host", "Host").replace("port", "Port"),
              key.replace('.', '-'),
              key.replace('.', '_').toUpperCase());
      List<String> refused = new ArrayList<>();
      for (String spelling : spellings) {
        System.setProperty(spelling, value(key));
        try {
          if (isRefused(caravan, Map.of())) {
            refused.add(spelling);
          }
        } finally {
          System.clearProperty(spelling);
        }
      }
      assertThat(refused).as("so the test has found spellings that work").contains(key);
    }
  }

  @Test
  void no_address_in_a_file_that_camel_reads_opens_a_port(Running caravan) throws Exception {
    List<String> refused = new ArrayList<>();
    for (String key : KEYS) {
      Path file = folder.resolve(key + ".properties");
      Files.writeString(file, key + " = " + value(key) + "\n");
      Map<String, String> ways =
          Map.of(
              "camel.main.property-placeholder-location",
              "file:" + file + ",classpath:application.properties",
              "camel.main.file-configurations",
              file.toString());
      for (Map.Entry<String, String> way : ways.entrySet()) {
        System.setProperty(way.getKey(), way.getValue());
        try {
          if (isRefused(caravan, Map.of())) {
            refused.add(key);
          }
        } finally {
          System.clearProperty(way.getKey());
        }
      }
      assertThat(isRefused(caravan, Map.of(key, value(key)))).as(key).isTrue();
    }
    assertThat(refused).as("so Camel has read the files").containsAll(KEYS);
  }

  @Test
  void the_two_servers_can_not_change_places(Running caravan) {
    Map<String, String> swapped =
        Map.of(
            "camel.server.host", "{{management.host}}",
            "camel.server.port", "{{management.port}}",
            "camel.management.host", "{{http.host}}",
            "camel.management.port", "{{http.port}}",
            "management.host", "0.0.0.0");

    assertThat(isRefused(caravan, swapped)).isTrue();
  }

  @Test
  void tokens_are_asked_for_below_any_path_of_camels_own_settings(Running caravan) {
    for (String path : List.of("/page", "/page/", "/p")) {
      Map<String, String> settings = new HashMap<>(RunningCaravan.Running.settings(caravan.aws()));
      settings.put("camel.server.path", path);
      settings.put("caravan.http.tokens", "a-long-random-word");
      try (Service service = Service.start(Path.of("routes"), settings)) {
        Api api = new Api(service.httpPort());
        String base = path.endsWith("/") ? path.substring(0, path.length() - 1) : path;
        for (String each : List.of("/generate", "/generations", "/models")) {
          HttpRequest.Builder request =
              each.equals("/generate")
                  ? api.request(base + each)
                      .header("Content-Type", "application/json")
                      .POST(HttpRequest.BodyPublishers.ofString("{\"prompt\":\"a boat\"}"))
                  : api.request(base + each).GET();
          assertThat(api.send(request).status()).as(base + each).isEqualTo(401);
        }
      }
    }
  }

  private static String value(String key) {
    return key.endsWith("host") ? "0.0.0.0" : "1";
  }

  /** Whether the start is refused. If not, the servers must have the addresses of the settings. */
  private static boolean isRefused(Running caravan, Map<String, String> more) {
    Map<String, String> settings = new HashMap<>(RunningCaravan.Running.settings(caravan.aws()));
    settings.putAll(more);
    try (Service service = Service.start(Path.of("routes"), settings)) {
      Set<VertxPlatformHttpRouter> routers =
          service.context().getRegistry().findByType(VertxPlatformHttpRouter.class);
      assertThat(routers)
          .hasSize(2)
          .allSatisfy(router -> assertThat(router.getServer().getHost()).isEqualTo("127.0.0.1"))
          .noneSatisfy(router -> assertThat(router.getServer().getPort()).isEqualTo(1));
      return false;
    } catch (CommandFailedException e) {
      assertThat(e).hasMessageStartingWith("Camel's own setting camel.");
      assertThat(e.exitCode()).isEqualTo(2);
      return true;
    }
  }
}
