package dev.caravan.routes.delivery;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SetFoldersTest {

  @TempDir Path home;

  private static RouteSet set(String text) throws InvalidSetException {
    return RouteSet.of(Map.of("a.camel.yaml", text));
  }

  @Test
  void a_set_is_written_once_and_again_if_somebody_deletes_it() throws Exception {
    SetFolders folders = new SetFolders(home, home);

    Path first = folders.folder(set("one"));
    assertThat(folders.folder(set("one"))).isEqualTo(first);
    Files.delete(first.resolve("a.camel.yaml"));
    Files.delete(first);

    assertThat(folders.folder(set("one")).resolve("a.camel.yaml")).hasContent("one");
  }

  @Test
  void only_the_needed_folders_stay() throws Exception {
    SetFolders folders = new SetFolders(home, home);
    Path one = folders.folder(set("one"));
    Path two = folders.folder(set("two"));

    folders.keepOnly(Set.of(set("two").hash()));
    assertThat(one).doesNotExist();
    assertThat(two).exists();

    folders.deleteAll();
    assertThat(home).isEmptyDirectory();
  }

  @Test
  void without_a_writable_temporary_folder_it_uses_memory_or_says_what_to_do() throws Exception {
    Path none = home.resolve("none");

    assertThat(new SetFolders(none, home).folder(set("one"))).startsWith(home);
    assertThatThrownBy(() -> new SetFolders(none, none).folder(set("one")))
        .isInstanceOf(InvalidSetException.class)
        .hasMessageContaining("Mount a writable /tmp.");
  }
}
