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
        .doesNotContain(Contestant.OTHER, Contestant.BENTO)
        .hasSize(Contestant.values().length - 2);
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
  void bento_runs_its_configuration_if_its_program_is_named() throws IOException {
    Path program = Files.createFile(folder.resolve("bento"));
    assertThat(program.toFile().setExecutable(true)).isTrue();
    ClassPaths named = here.withBento(program);

    assertThat(Contestant.toRun(List.of(Contestant.LOOP), named))
        .containsExactly(Contestant.LOOP, Contestant.BENTO);
    assertThat(Contestant.BENTO.command(named))
        .contains(List.of(program.toString(), "-c", here.goSources() + "/bento.yaml"));
    assertThat(here.goSources().resolve("bento.yaml")).isRegularFile();
  }

  @Test
  void bento_cannot_run_without_its_program() {
    assertThatThrownBy(() -> Contestant.toRun(List.of(Contestant.BENTO), here))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("--bento=FILE");
    assertThatThrownBy(() -> here.withBento(folder))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith(folder + " is not a program.");
    assertThat(Contestant.BENTO.command(here)).isEmpty();
  }

  @Test
  void programs_in_go_are_commands_without_a_jvm() {
    ClassPaths built = here.withGo(folder);

    assertThat(Contestant.GOLOOP.command(built)).contains(List.of(folder + "/loop"));
    assertThat(Contestant.BENTHOS.command(built))
        .contains(List.of(folder + "/benthos", "run", here.goSources() + "/benthos.yaml"));
    assertThat(here.goSources().resolve("benthos.yaml")).isRegularFile();
    assertThat(Contestant.values())
        .filteredOn(each -> !each.isJava())
        .containsExactly(Contestant.GOLOOP, Contestant.BENTHOS, Contestant.BENTO);
  }

  @Test
  void every_contestant_except_caravan_says_what_it_leaves_out() {
    assertThat(Contestant.values())
        .filteredOn(each -> each.omits().isEmpty())
        .containsExactly(Contestant.CARAVAN, Contestant.OTHER);
    assertThat(Contestant.values())
        .allSatisfy(
            each ->
                assertThat(each.omits().contains("HTTP entrance"))
                    .isEqualTo(!each.hasHttp() && each != Contestant.TUNED));
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
