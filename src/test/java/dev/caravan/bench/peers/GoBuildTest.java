package dev.caravan.bench.peers;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** With a shell script in place of Go. */
class GoBuildTest {

  @TempDir Path folder;
  private GoBuild build;

  @BeforeEach
  void sources() throws IOException {
    build =
        new GoBuild(
            Files.createDirectory(folder.resolve("sources")), folder.resolve("target/programs"));
  }

  @Test
  void without_go_there_is_no_build_and_the_reason_is_given() throws Exception {
    assertThat(build.run(new Executables(folder.toString()))).contains("go is not on the PATH");
    assertThat(build.programs()).doesNotExist();
  }

  @Test
  void the_programs_are_built_from_their_sources_into_their_folder() throws Exception {
    Executables go = go("echo \"$PWD CGO_ENABLED=$CGO_ENABLED $*\" > ../arguments");

    assertThat(build.run(go)).isEmpty();
    assertThat(folder.resolve("arguments"))
        .content()
        .isEqualTo(
            "%s CGO_ENABLED=0 build -trimpath -buildvcs=false -o %s/ ./cmd/...%n"
                .formatted(build.sources().toRealPath(), build.programs()));
    assertThat(build.programs()).isDirectory();
  }

  @Test
  void a_failed_build_says_what_go_said() throws Exception {
    assertThat(build.run(go("echo 'no module provides it' >&2; exit 1")))
        .contains("go build in " + build.sources() + " failed: no module provides it");
  }

  private Executables go(String script) throws IOException {
    Path go = Files.writeString(folder.resolve("go"), "#!/bin/sh\n" + script + "\n");
    assertThat(go.toFile().setExecutable(true)).isTrue();
    return new Executables(folder.toString());
  }
}
