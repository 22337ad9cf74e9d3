package dev.caravan.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.caravan.cli.CommandFailedException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DataFolderTest {

  @TempDir Path parent;

  @Test
  void a_usual_folder_in_use_is_followed_by_the_next_and_free_again_afterwards() throws Exception {
    Path usual = parent.resolve("data");

    try (DataFolder first = DataFolder.anyOf(usual);
        DataFolder second = DataFolder.anyOf(usual);
        DataFolder third = DataFolder.anyOf(usual)) {
      assertThat(first.path()).isEqualTo(usual).isDirectory();
      assertThat(second.path()).isEqualTo(parent.resolve("data-2")).isDirectory();
      assertThat(third.path()).isEqualTo(parent.resolve("data-3"));
    }
    try (DataFolder again = DataFolder.anyOf(usual)) {
      assertThat(again.path()).isEqualTo(usual);
    }
  }

  @Test
  void a_named_folder_in_use_is_an_error_of_usage() throws Exception {
    Path named = parent.resolve("mine");

    try (DataFolder first = DataFolder.take(named)) {
      assertThat(first.path()).isEqualTo(named);
      assertThatThrownBy(() -> DataFolder.take(named))
          .isInstanceOfSatisfying(
              CommandFailedException.class, e -> assertThat(e.exitCode()).isEqualTo(2))
          .hasMessage(
              "Another ./caravan local uses " + named + "; name another folder with --data DIR.");
    }
  }

  @Test
  void a_folder_that_cant_be_written_is_an_error_of_usage() throws Exception {
    Path file = Files.writeString(parent.resolve("a-file"), "not a folder");

    assertThatThrownBy(() -> DataFolder.take(file.resolve("data")))
        .hasMessage("Can't write to " + file + "/data; name another folder with --data DIR.");
  }
}
