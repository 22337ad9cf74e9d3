package dev.caravan.bench;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

/** Mistakes in {@code --other} end the command before anything starts. */
class OtherBuildOptionTest {

  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();

  @TempDir Path folder;

  @Test
  void a_folder_that_is_not_a_checkout_is_refused() {
    assertThat(run("--quick", "--contestant=SPRING", "--other=" + folder))
        .isEqualTo(CommandLine.ExitCode.USAGE);
    assertThat(err)
        .hasToString(
            "bench: " + folder + " has no folder routes, so it is not a checkout of Caravan.\n");
  }

  @Test
  void a_checkout_that_is_not_built_is_refused() throws IOException {
    Files.createDirectory(folder.resolve("routes"));

    assertThat(run("--quick", "--contestant=SPRING", "--other=" + folder))
        .isEqualTo(CommandLine.ExitCode.USAGE);
    assertThat(err.toString()).contains("no target/caravan.jar", "`mvn -DskipTests package`");
  }

  @Test
  void the_contestant_needs_the_option() {
    assertThat(run("--quick", "--contestant=OTHER")).isEqualTo(CommandLine.ExitCode.USAGE);
    assertThat(err.toString())
        .isEqualTo(
            "bench: The contestant OTHER runs another checkout. Name the checkout's folder with"
                + " --other=DIR.\n");
  }

  @Test
  void a_built_checkout_is_accepted() throws IOException {
    Files.createDirectory(folder.resolve("routes"));
    Files.createDirectories(folder.resolve("target/lib"));
    Files.createFile(folder.resolve("target/caravan.jar"));

    // The unknown workload ends the command before anything starts, but after the checkout.
    assertThat(run("--workload=none", "--contestant=OTHER", "--other=" + folder))
        .isEqualTo(CommandLine.ExitCode.USAGE);
    assertThat(err.toString()).startsWith("bench: There is no workload \"none\".");
  }

  @Test
  void help_describes_the_option() {
    assertThat(run("--help")).isZero();
    assertThat(out.toString().replaceAll("\\s+", " "))
        .contains(
            "--other=DIR Compare with the built checkout in DIR, too, such as an older version.",
            "(default: all, OTHER only with --other, BENTO only with --bento).");
  }

  private int run(String... arguments) {
    CommandLine commands = BenchMain.commands();
    commands.setOut(new PrintWriter(out, true));
    commands.setErr(new PrintWriter(err, true));
    return commands.execute(arguments);
  }
}
