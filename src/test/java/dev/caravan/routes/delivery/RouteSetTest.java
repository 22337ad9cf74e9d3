package dev.caravan.routes.delivery;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.caravan.generation.Sha256;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RouteSetTest {

  private static final Map<String, String> FILES =
      Map.of(
          "queue.camel.yaml", "- route: {}\n",
          "models.yaml", "default: å\n",
          "tests/queue.test.yaml", "tests: []\n");

  @TempDir Path folder;

  @Test
  void the_hash_is_that_of_the_list_that_sha256sum_prints() throws Exception {
    String list =
        FILES.keySet().stream()
            .sorted()
            .map(name -> Sha256.of(FILES.get(name)).hex() + "  " + name + "\n")
            .collect(Collectors.joining());

    assertThat(RouteSet.of(FILES).hash()).isEqualTo(Sha256.of(list).hex());
  }

  @Test
  void a_set_is_the_same_after_it_was_stored_and_written() throws Exception {
    RouteSet set = RouteSet.of(FILES);

    RouteSet stored = RouteSet.parse(set.hash(), set.toJson());
    stored.writeTo(folder);

    assertThat(RouteSet.read(folder).files()).isEqualTo(FILES);
  }

  @Test
  void the_shipped_routes_are_a_set_and_have_room_to_grow() throws Exception {
    RouteSet shipped = RouteSet.read(Path.of("routes"));

    assertThat(shipped.files()).containsKeys("models.yaml", "tests/queue.test.yaml");
    assertThat(shipped.toJson().length).isLessThan(RouteSet.MOST_BYTES / 4);
  }

  @Test
  void hidden_files_and_backups_are_left_out() throws Exception {
    RouteSet.of(FILES).writeTo(folder);
    Files.writeString(folder.resolve(".queue.camel.yaml.swp"), "x");
    Files.writeString(folder.resolve("queue.camel.yaml~"), "x");
    Files.createDirectory(folder.resolve(".git"));
    Files.writeString(folder.resolve(".git/config"), "x");

    assertThat(RouteSet.read(folder).files()).isEqualTo(FILES);
  }

  @Test
  void links_are_read_as_the_files_of_a_config_map_are() throws Exception {
    Path data = Files.createDirectory(folder.resolve("..data"));
    Files.writeString(data.resolve("queue.camel.yaml"), "- route: {}\n");
    Files.createSymbolicLink(
        folder.resolve("queue.camel.yaml"), Path.of("..data/queue.camel.yaml"));

    assertThat(RouteSet.read(folder).files()).containsOnlyKeys("queue.camel.yaml");
  }

  @Test
  void a_link_that_leads_out_of_the_folder_is_refused_by_name() throws Exception {
    Path outside = Files.createTempDirectory("outside");
    Path secret = Files.writeString(outside.resolve("secret.txt"), "a secret");
    for (Path target : List.of(secret, outside, outside.resolve("missing"), Path.of("texts"))) {
      Path routes = Files.createDirectory(folder.resolve("r" + target.getFileName()));
      RouteSet.of(FILES).writeTo(routes);
      Files.createDirectory(routes.resolve("texts"));
      Files.createSymbolicLink(routes.resolve("notes.txt"), target);

      assertThatThrownBy(() -> RouteSet.read(routes))
          .isInstanceOf(InvalidSetException.class)
          .hasMessage(
              "notes.txt is a link that does not lead to a file in the folder. Put a copy in its"
                  + " place.");
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "../evil.camel.yaml",
        "a/../../evil.camel.yaml",
        "/etc/evil.camel.yaml",
        "..",
        "a//b.camel.yaml",
        "a\\b.camel.yaml",
        "C:evil.camel.yaml",
        ".hidden.camel.yaml",
        "a b.camel.yaml",
        "a\nb.camel.yaml",
        "å.camel.yaml",
        "1/2/3/4/too-deep.camel.yaml",
        ""
      })
  void a_stored_set_with_such_a_name_is_refused(String name) throws Exception {
    Map<String, String> files = new HashMap<>(FILES);
    files.put(name, "x");
    String json =
        new com.fasterxml.jackson.databind.ObjectMapper()
            .writeValueAsString(Map.of("files", files));

    assertThatThrownBy(() -> RouteSet.parse("0".repeat(64), json.getBytes(StandardCharsets.UTF_8)))
        .isInstanceOf(InvalidSetException.class)
        .hasMessageContaining("can't be in a route set");
  }

  @Test
  void names_that_some_file_systems_do_not_distinguish_are_refused() {
    assertThatThrownBy(() -> RouteSet.of(Map.of("a.camel.yaml", "", "A.camel.yaml", "")))
        .isInstanceOf(InvalidSetException.class)
        .hasMessageContaining("differ only in case");
  }

  @Test
  void a_changed_byte_is_noticed() throws Exception {
    RouteSet set = RouteSet.of(FILES);
    String json = new String(set.toJson(), StandardCharsets.UTF_8).replace("route", "rooute");

    assertThatThrownBy(() -> RouteSet.parse(set.hash(), json.getBytes(StandardCharsets.UTF_8)))
        .isInstanceOf(InvalidSetException.class)
        .hasMessageContaining("damaged");
    assertThatThrownBy(() -> RouteSet.parse(set.hash(), new byte[] {'['}))
        .isInstanceOf(InvalidSetException.class)
        .hasMessageContaining("not JSON");
  }

  @Test
  void a_set_that_is_too_large_is_refused_and_the_largest_is_not() throws Exception {
    int most = RouteSet.MOST_BYTES;

    assertThat(RouteSet.of(Map.of("a.camel.yaml", "x".repeat(most))).toJson()).isNotEmpty();
    assertThatThrownBy(() -> RouteSet.of(Map.of("a.camel.yaml", "x".repeat(most + 1))))
        .isInstanceOf(InvalidSetException.class)
        .hasMessageContaining("at most 200 files with 1048576 bytes");
    Map<String, String> many =
        IntStream.rangeClosed(0, RouteSet.MOST_FILES)
            .boxed()
            .collect(Collectors.toMap(n -> n + ".camel.yaml", n -> ""));
    assertThatThrownBy(() -> RouteSet.of(many)).hasMessageContaining("has 201 files");
    // Each control character takes six characters in JSON.
    RouteSet controls = RouteSet.of(Map.of("a.camel.yaml", "\u0001".repeat(most)));
    assertThatThrownBy(controls::toJson).hasMessageContaining("stored form");
  }

  @Test
  void a_folder_without_routes_or_with_other_files_is_refused() throws IOException {
    assertThatThrownBy(() -> RouteSet.read(folder)).hasMessageContaining("no *.camel.yaml");
    Files.write(folder.resolve("a.camel.yaml"), new byte[] {(byte) 0xC3, (byte) 0x28});
    assertThatThrownBy(() -> RouteSet.read(folder))
        .isInstanceOf(InvalidSetException.class)
        .hasMessage("a.camel.yaml is not UTF-8 text. A route set contains only text files.");
  }
}
