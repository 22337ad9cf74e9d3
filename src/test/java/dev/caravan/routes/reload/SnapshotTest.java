package dev.caravan.routes.reload;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SnapshotTest {

  @TempDir Path folder;

  @Test
  void a_config_map_that_changes_only_a_link_is_a_change() throws IOException {
    version("..2026_01", "one");
    version("..2026_02", "two");
    link("..data", "..2026_01");
    link("queue.camel.yaml", "..data/queue.camel.yaml");
    Snapshot before = read();

    // The kubelet creates a new link and renames it over the old one.
    link("..data_tmp", "..2026_02");
    Files.move(
        folder.resolve("..data_tmp"),
        folder.resolve("..data"),
        StandardCopyOption.ATOMIC_MOVE,
        StandardCopyOption.REPLACE_EXISTING);

    assertThat(before.text("queue.camel.yaml")).isEqualTo("one");
    assertThat(read().text("queue.camel.yaml")).isEqualTo("two");
    assertThat(read().files()).containsOnlyKeys("queue.camel.yaml");
  }

  @Test
  void temporary_files_of_editors_are_not_read() throws IOException {
    Files.writeString(folder.resolve("queue.camel.yaml"), "x");
    Files.writeString(folder.resolve("queue.camel.yaml~"), "x");
    Files.writeString(folder.resolve(".queue.camel.yaml.swp"), "x");
    Files.writeString(folder.resolve("4913"), "x");
    link(".#queue.camel.yaml", "somebody@somewhere.4711");

    assertThat(read().files()).containsOnlyKeys("queue.camel.yaml");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", " ", "\n", "\r\n\t \n", "\uFEFF", "\uFEFF\n"})
  void a_route_file_without_text_is_emptied_if_it_had_text_before(String text) throws IOException {
    Files.writeString(folder.resolve("a.camel.yaml"), "x");
    Files.writeString(folder.resolve("b.camel.yaml"), text);
    Files.writeString(folder.resolve("c.properties"), "x=1");
    Snapshot before = read();

    Files.writeString(folder.resolve("a.camel.yaml"), text);
    Files.writeString(folder.resolve("c.properties"), text);
    Files.writeString(folder.resolve("new.camel.yaml"), text);

    assertThat(read().emptiedSince(before)).containsExactly("a.camel.yaml");
  }

  @ParameterizedTest
  @ValueSource(strings = {"# No routes any more.", "[]", "---"})
  void a_file_with_other_text_or_a_deleted_one_is_not_emptied(String text) throws IOException {
    Files.writeString(folder.resolve("a.camel.yaml"), "x");
    Files.writeString(folder.resolve("b.camel.yaml"), "x");
    Snapshot before = read();

    Files.writeString(folder.resolve("a.camel.yaml"), text);
    Files.delete(folder.resolve("b.camel.yaml"));

    assertThat(read().emptiedSince(before)).isEmpty();
  }

  @Test
  void saving_the_same_text_again_is_no_change() throws IOException {
    Files.writeString(folder.resolve("a.camel.yaml"), "x");
    Snapshot before = read();

    Files.writeString(folder.resolve("a.camel.yaml"), "x");

    assertThat(read()).isEqualTo(before);
  }

  @Test
  void a_catalogue_outside_the_folder_is_read_too(@TempDir Path elsewhere) throws IOException {
    Path catalogue = Files.writeString(elsewhere.resolve("models.yaml"), "m");

    assertThat(Snapshot.read(folder, catalogue).text(catalogue.toString())).isEqualTo("m");
  }

  @Test
  void a_missing_folder_has_no_files() {
    assertThat(Snapshot.read(folder.resolve("none"), folder.resolve("none/models.yaml")).files())
        .isEmpty();
  }

  private Snapshot read() {
    return Snapshot.read(folder, folder.resolve("models.yaml"));
  }

  private void version(String name, String text) throws IOException {
    Files.writeString(
        Files.createDirectory(folder.resolve(name)).resolve("queue.camel.yaml"), text);
  }

  private void link(String name, String to) throws IOException {
    Files.createSymbolicLink(folder.resolve(name), Path.of(to));
  }
}
