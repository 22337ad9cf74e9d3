package dev.caravan.bench.jvm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ClassPathsTest {

  private final ClassPaths here = ClassPaths.ofThisBuild();

  @TempDir Path folder;

  @Test
  void the_other_build_has_its_own_jars_and_routes() throws IOException {
    Files.createDirectory(folder.resolve("routes"));
    Files.createDirectories(folder.resolve("target/lib"));
    Files.createFile(folder.resolve("target/caravan.jar"));

    ClassPaths both = here.beside(folder);
    ClassPaths other = both.other().orElseThrow();

    assertThat(other.home()).isEqualTo(folder);
    assertThat(other.routes()).isEqualTo(folder.resolve("routes"));
    assertThat(other.production())
        .isEqualTo(
            folder.resolve("target/caravan.jar")
                + File.pathSeparator
                + folder.resolve("target/lib")
                + "/*");
    assertThat(both.production()).isEqualTo(here.production());
    assertThat(both.home()).isEqualTo(here.home());
  }

  @Test
  void there_is_no_other_build_unless_it_is_named() {
    assertThat(here.other()).isEmpty();
  }

  @Test
  void a_folder_without_routes_is_not_a_checkout() {
    assertThatThrownBy(() -> here.beside(folder))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(folder + " has no folder routes, so it is not a checkout of Caravan.");
  }

  @Test
  void a_checkout_that_is_not_built_says_what_is_missing_and_how_to_build_it() throws IOException {
    Files.createDirectory(folder.resolve("routes"));

    assertThatThrownBy(() -> here.beside(folder))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            folder
                + " has no target/caravan.jar and no target/lib. Run `mvn -DskipTests package` in"
                + " it.");

    Files.createDirectories(folder.resolve("target/lib"));
    assertThatThrownBy(() -> here.beside(folder))
        .hasMessage(folder + " has no target/caravan.jar. Run `mvn -DskipTests package` in it.");
  }
}
