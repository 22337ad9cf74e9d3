package dev.caravan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The routes in the released jars. */
class RunnableJarTest {

  @TempDir Path folder;

  @Test
  void all_files_are_written_and_nothing_else_is_left() throws IOException {
    Path routes = folder.resolve("routes");

    ShippedRoutes.write(zip("queue.camel.yaml", "tests/queue.test.yaml"), routes);

    assertThat(routes.resolve("queue.camel.yaml")).hasContent("# queue.camel.yaml");
    assertThat(routes.resolve("tests/queue.test.yaml")).isNotEmptyFile();
    try (var left = Files.list(folder)) {
      assertThat(left).containsExactly(routes);
    }
  }

  @Test
  void a_file_outside_the_folder_is_not_written() {
    assertThatThrownBy(() -> ShippedRoutes.write(zip("../evil"), folder.resolve("routes")))
        .isInstanceOf(IOException.class);
    assertThat(folder.resolve("evil")).doesNotExist();
    assertThat(folder.resolve("routes")).doesNotExist();
  }

  @ParameterizedTest
  @ValueSource(strings = {"send", "--version", "health", "local --routes=other", "lint --routes x"})
  void a_command_that_needs_no_routes_or_names_its_own_writes_none(String command)
      throws IOException {
    Path routes = folder.resolve("routes");

    assertThat(RunnableJar.unpackRoutes(List.of(command.split(" ")), routes)).isEmpty();
    assertThat(routes).doesNotExist();
  }

  @Test
  void routes_that_exist_stay_as_they_are() throws IOException {
    Files.writeString(folder.resolve("mine.camel.yaml"), "[]");

    assertThat(RunnableJar.unpackRoutes(List.of("local"), folder)).isEmpty();
    assertThat(folder.resolve("mine.camel.yaml")).hasContent("[]");
  }

  private static InputStream zip(String... names) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (ZipOutputStream zip = new ZipOutputStream(bytes)) {
      for (String name : names) {
        zip.putNextEntry(new ZipEntry(name));
        zip.write(("# " + name).getBytes(StandardCharsets.UTF_8));
      }
    }
    return new ByteArrayInputStream(bytes.toByteArray());
  }
}
