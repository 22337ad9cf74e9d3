package dev.caravan.bench.peers;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ExecutablesTest {

  @TempDir Path folder;

  @Test
  void the_first_program_of_a_name_is_found() throws IOException {
    Path first = program("a/go");
    program("b/go");
    Path text = Files.createFile(Files.createDirectories(folder.resolve("text")).resolve("go"));

    assertThat(executables("missing", "text", "a", "b").find("go")).contains(first);
    assertThat(text).isRegularFile();
  }

  @Test
  void a_folder_is_not_a_program() throws IOException {
    Files.createDirectories(folder.resolve("a/go"));

    assertThat(executables("a").find("go")).isEmpty();
    assertThat(new Executables("").find("go")).isEmpty();
  }

  private Path program(String file) throws IOException {
    Path program = folder.resolve(file);
    Files.createDirectories(program.getParent());
    Files.createFile(program);
    assertThat(program.toFile().setExecutable(true)).isTrue();
    return program;
  }

  private Executables executables(String... folders) {
    StringBuilder path = new StringBuilder();
    for (String each : folders) {
      path.append(folder.resolve(each)).append(File.pathSeparator);
    }
    return new Executables(path.toString());
  }
}
