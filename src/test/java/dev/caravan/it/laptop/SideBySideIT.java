package dev.caravan.it.laptop;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.caravan.it.Api;
import dev.caravan.it.Launched;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Two {@code ./caravan local} on one machine, as a user starts them in one folder. */
class SideBySideIT {

  private static final List<String> SERVERS =
      List.of("http", "management", "sqsEndpoint", "s3Endpoint", "bedrockEndpoint");

  @TempDir Path home;

  @Test
  void two_started_at_once_have_ports_and_folders_of_their_own_and_each_takes_prompts()
      throws Exception {
    Path folder = Files.createDirectory(home.resolve("folder"));
    try (Launched one = local(folder, "--json");
        Launched other = local(folder, "--json")) {
      List<JsonNode> both = List.of(where(one), where(other));

      assertThat(ports(both)).doesNotHaveDuplicates().hasSize(2 * SERVERS.size());
      assertThat(both.stream().map(where -> where.path("dataDir").asText()).toList())
          .containsExactlyInAnyOrder(
              folder.toRealPath().resolve("caravan-data").toString(),
              folder.toRealPath().resolve("caravan-data-2").toString());
      for (JsonNode where : both) {
        int port = port(where, "http");
        Launched sent = run("send", "--local-port", String.valueOf(port), "a boat");
        assertThat(sent.exitCode()).as(sent.err()).isZero();
        assertThat(sent.err()).isEmpty();
        assertDone(where, generation(sent));
        Api.Answer posted = new Api(port).generate("{\"prompt\":\"a lake\"}");
        assertThat(posted.status()).as(posted.text()).isEqualTo(200);
        // Its own two and none of the other's.
        assertThat(new Api(port).get("/generations").json().path("generations")).hasSize(2);
      }

      Launched newest = run("send", "--local", "a cloud");
      assertThat(newest.exitCode()).isZero();
      assertThat(newest.err()).contains("2 ./caravan local are running; this uses the newest");
      Launched unknown = run("send", "--local-port", "1", "a cloud");
      assertThat(unknown.exitCode()).isEqualTo(2);
      assertThat(unknown.err().lines()).hasSize(1);
      assertThat(unknown.err())
          .contains("No ./caravan local on this machine has port 1. Running: ")
          .contains(both.get(0).path("http").asText(), both.get(1).path("http").asText());

      // A named folder or port of the other one is an error of one line.
      for (List<String> named :
          List.of(
              List.of("--data", both.get(0).path("dataDir").asText()),
              List.of("--s3-port", String.valueOf(port(both.get(0), "s3Endpoint"))))) {
        try (Launched third = local(folder, named.toArray(String[]::new))) {
          assertThat(third.exitCode()).isEqualTo(2);
          assertThat(third.err().lines()).hasSize(1);
          assertThat(third.err()).contains(named.get(0));
        }
      }

      other.terminate();
      assertThat(other.exitCode()).isEqualTo(143);
      Launched left = run("send", "--local", "a hill");
      assertThat(left.exitCode()).as(left.err()).isZero();
      assertThat(left.err()).isEmpty();
      assertDone(both.get(0), generation(left));
    }
  }

  private static void assertDone(JsonNode where, String id) {
    Api api = new Api(port(where, "http"));
    await()
        .untilAsserted(
            () ->
                assertThat(api.get("/generations/" + id).json().path("status").asText())
                    .isEqualTo("done"));
    assertThat(
            Path.of(where.path("dataDir").asText(), where.path("bucket").asText())
                .resolve("images/" + id + ".png"))
        .exists();
  }

  private static String generation(Launched sent) throws IOException {
    return sent.out().strip();
  }

  private static List<Integer> ports(List<JsonNode> all) {
    List<Integer> ports = new ArrayList<>();
    all.forEach(where -> SERVERS.forEach(server -> ports.add(port(where, server))));
    return ports;
  }

  private static int port(JsonNode where, String server) {
    return URI.create(where.path(server).asText()).getPort();
  }

  private Launched local(Path folder, String... more) {
    List<String> arguments = new ArrayList<>(List.of("local"));
    arguments.addAll(List.of(more));
    return Launched.startIn(folder, home, Map.of(), arguments.toArray(String[]::new));
  }

  private Launched run(String... arguments) {
    return Launched.start(home, Map.of(), arguments);
  }

  private static JsonNode where(Launched local) throws IOException {
    String line = local.line();
    assertThat(line).as(local.err()).isNotNull();
    return new ObjectMapper().readTree(line);
  }
}
