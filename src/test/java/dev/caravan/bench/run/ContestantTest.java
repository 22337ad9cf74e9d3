package dev.caravan.bench.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.caravan.bench.jvm.ClassPaths;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ContestantTest {

  private final ClassPaths here = ClassPaths.ofThisBuild();

  @TempDir Path folder;
  private ClassPaths both;

  @BeforeEach
  void build() throws IOException {
    Files.createDirectory(folder.resolve("routes"));
    Files.createDirectories(folder.resolve("target/lib"));
    Files.createFile(folder.resolve("target/caravan.jar"));
    both = here.beside(folder);
  }

  @Test
  void the_other_build_does_not_run_by_default() {
    assertThat(Contestant.usual())
        .doesNotContain(Contestant.OTHER)
        .hasSize(Contestant.values().length - 1);
    assertThat(Contestant.toRun(Contestant.usual(), here)).isEqualTo(Contestant.usual());
  }

  @Test
  void the_other_build_runs_if_its_checkout_is_named() {
    assertThat(Contestant.toRun(List.of(Contestant.CARAVAN), both))
        .containsExactly(Contestant.CARAVAN, Contestant.OTHER);
  }

  @Test
  void a_chosen_other_build_runs_once_and_in_its_place() {
    assertThat(Contestant.toRun(List.of(Contestant.OTHER, Contestant.CARAVAN), both))
        .containsExactly(Contestant.OTHER, Contestant.CARAVAN);
  }

  @Test
  void the_other_build_cannot_run_without_a_checkout() {
    assertThatThrownBy(() -> Contestant.toRun(List.of(Contestant.OTHER), here))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("--other=DIR");
    assertThat(Contestant.OTHER.command(here)).isEmpty();
  }

  @Test
  void the_other_build_runs_the_service_with_its_own_jars_and_routes() {
    assertThat(Contestant.OTHER.command(both))
        .contains(
            List.of(
                "-Dcaravan.home=" + folder,
                "-cp",
                both.other().orElseThrow().production(),
                "dev.caravan.Caravan",
                "serve",
                "--routes",
                folder.resolve("routes").toString()));
    assertThat(Contestant.CARAVAN.command(both)).isEqualTo(Contestant.CARAVAN.command(here));
  }
}
