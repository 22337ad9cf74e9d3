package dev.caravan.it;

import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import dev.caravan.cli.Service;
import dev.caravan.local.LocalAws;
import dev.caravan.local.LocalAwsOptions;
import dev.caravan.local.bedrock.rule.RuleReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;

/** A service that watches a copy of the shipped routes, with methods that edit them. */
record ReloadingCaravan(
    Path routes, LocalAws aws, Service service, Api api, Api management, Queues queues)
    implements AutoCloseable {

  private static final Path SHIPPED = Path.of("routes");

  static ReloadingCaravan start(Path home) throws Exception {
    Path routes = Files.createDirectories(home.resolve("routes"));
    copyShipped(routes);
    LocalAws aws = LocalAws.start(LocalAwsOptions.onFreePorts(home.resolve("data")));
    aws.useInThisJvm();
    Map<String, String> settings = new HashMap<>(RunningCaravan.Running.settings(aws));
    settings.put("caravan.routes.reload", "true");
    Service service = Service.start(routes, settings);
    return new ReloadingCaravan(
        routes,
        aws,
        service,
        new Api(service.httpPort()),
        new Api(service.managementPort()),
        new Queues(aws));
  }

  static void copyShipped(Path to) throws IOException {
    try (Stream<Path> files = Files.list(SHIPPED)) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        Files.copy(file, to.resolve(file.getFileName().toString()));
      }
    }
  }

  /** The text of a file after an edit, without saving it. */
  String edited(String file, String what, String by) throws IOException {
    String text = Files.readString(routes.resolve(file));
    if (!text.contains(what)) {
      throw new AssertionError(file + " has no \"" + what + "\"");
    }
    return text.replace(what, by);
  }

  void save(String file, String text) throws IOException {
    Files.writeString(routes.resolve(file), text);
  }

  void edit(String file, String what, String by) throws IOException {
    save(file, edited(file, what, by));
  }

  /** Saves several files almost at once: writes them under other names and then renames them. */
  void saveTogether(Map<String, String> texts) throws IOException {
    for (Map.Entry<String, String> file : texts.entrySet()) {
      save(file.getKey() + "~", file.getValue());
    }
    for (String file : texts.keySet()) {
      Files.move(
          routes.resolve(file + "~"), routes.resolve(file), StandardCopyOption.REPLACE_EXISTING);
    }
  }

  /** Saves as many editors do: writes another file, deletes the old one and renames the new one. */
  void renameOver(String file, UnaryOperator<String> edit) throws IOException {
    Path beside = routes.resolve(file + "~");
    Files.writeString(beside, edit.apply(Files.readString(routes.resolve(file))));
    Files.delete(routes.resolve(file));
    Files.move(beside, routes.resolve(file));
  }

  /** {@code GET /observe/routes}. */
  JsonNode state() {
    return management.get("/observe/routes").json();
  }

  /** The current hash of each route and of the catalogue. */
  Map<String, String> hashes() {
    JsonNode state = state();
    Map<String, String> hashes = new HashMap<>();
    state
        .path("routes")
        .properties()
        .forEach(route -> hashes.put(route.getKey(), route.getValue().path("hash").asText()));
    hashes.put("models", state.path("models").path("hash").asText());
    return hashes;
  }

  String hash(String route) {
    return state().path("routes").path(route).path("hash").asText();
  }

  double reloads(String result) {
    return Scrape.of(management).value("caravan_reloads_total", "result", result);
  }

  /** Restores every shipped file and deletes all others. */
  void restore() throws IOException {
    try (Stream<Path> files = Files.list(routes)) {
      for (Path file : files.toList()) {
        Path shipped = SHIPPED.resolve(file.getFileName().toString());
        if (!Files.exists(shipped)) {
          Files.delete(file);
        }
      }
    }
    try (Stream<Path> files = Files.list(SHIPPED)) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        Path here = routes.resolve(file.getFileName().toString());
        if (!Files.exists(here) || Files.mismatch(file, here) != -1) {
          Files.writeString(here, Files.readString(file));
        }
      }
    }
  }

  static void awaiting(org.awaitility.core.ThrowingRunnable assertion) {
    await()
        .atMost(Duration.ofSeconds(60))
        .pollInterval(Duration.ofMillis(50))
        .untilAsserted(assertion);
  }

  void bedrockShould(String rule) {
    aws.bedrock().misbehaviour().addAll(new RuleReader().read(rule));
  }

  @Override
  public void close() {
    service.close();
    queues.close();
    aws.close();
  }
}
