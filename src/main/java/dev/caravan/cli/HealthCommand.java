package dev.caravan.cli;

import dev.caravan.settings.Setting;
import dev.caravan.settings.Settings;
import java.io.IOException;
import java.io.InputStream;
import java.net.HttpURLConnection;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Set;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Checks the health of a running service, also as the health check of a container without curl. */
@Command(
    name = "health",
    description = "Check whether the service that runs on this machine is alive.",
    mixinStandardHelpOptions = true,
    footer = {
      "",
      "Uses MANAGEMENT_HOST and MANAGEMENT_PORT. Exits with 1 if the service is not",
      "alive or does not answer within five seconds.",
      "",
      "Example: caravan health --ready"
    })
public final class HealthCommand implements Callable<Integer> {

  private static final int TIMEOUT_MILLIS = 5_000;
  private static final Set<String> EVERY_ADDRESS = Set.of("0.0.0.0", "::", "[::]");

  @Option(
      names = "--ready",
      description = "Check whether it is ready instead. It is not ready while the queue is paused.")
  boolean ready;

  @Spec CommandSpec spec;

  @Override
  public Integer call() {
    URI uri = URI.create(base() + "/observe/health/" + (ready ? "ready" : "live"));
    try {
      HttpURLConnection connection = (HttpURLConnection) uri.toURL().openConnection();
      connection.setConnectTimeout(TIMEOUT_MILLIS);
      connection.setReadTimeout(TIMEOUT_MILLIS);
      if (connection.getResponseCode() != HttpURLConnection.HTTP_OK) {
        throw new CommandFailedException(
            uri + " answered " + connection.getResponseCode() + ": " + text(connection));
      }
      spec.commandLine().getOut().println(ready ? "ready" : "alive");
      spec.commandLine().getOut().flush();
      return 0;
    } catch (IOException e) {
      throw new CommandFailedException("No service answers at " + uri + ": " + e.getMessage(), e);
    }
  }

  private static String text(HttpURLConnection connection) throws IOException {
    try (InputStream body = connection.getErrorStream()) {
      return body == null
          ? "(no text)"
          : new String(body.readAllBytes(), StandardCharsets.UTF_8).replaceAll("\\s+", " ");
    }
  }

  private static String base() {
    String host = value("management.host");
    String port = value("management.port");
    return "http://" + (EVERY_ADDRESS.contains(host) ? "127.0.0.1" : host) + ":" + port;
  }

  private static String value(String key) {
    Setting setting =
        Settings.ALL.stream().filter(known -> known.key().equals(key)).findFirst().orElseThrow();
    String value = Settings.FROM_ENVIRONMENT.apply(key);
    setting
        .complaint(value)
        .ifPresent(
            complaint -> {
              throw CommandFailedException.misconfigured(complaint);
            });
    return value == null || value.isBlank() ? setting.fallback() : value;
  }
}
