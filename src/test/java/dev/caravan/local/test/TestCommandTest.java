package dev.caravan.local.test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.caravan.cli.CommandFailedException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;
import picocli.CommandLine.ExitCode;

/** The checks of test files before anything starts. */
class TestCommandTest {

  @TempDir Path folder;

  @Test
  void mistakes_in_all_files_are_reported_at_once() throws IOException {
    Files.writeString(folder.resolve("a.test.yaml"), "tests: [{ nam: x }]");
    Files.writeString(folder.resolve("b.test.yaml"), "tests:");
    Files.writeString(folder.resolve("other.yaml"), "not looked at");

    assertRefused(folder.toString())
        .contains("a.test.yaml:1:11: unknown field \"nam\"")
        .contains("Did you mean \"name\"?")
        .contains("b.test.yaml:1:1: found nothing after \"tests:\"")
        .doesNotContain("other.yaml");
  }

  @Test
  void a_run_without_tests_is_an_error() throws IOException {
    assertRefused(folder.resolve("no.test.yaml").toString()).contains("There is no ");
    assertRefused(folder.toString()).contains("There is no *.test.yaml in ");
    Files.writeString(
        folder.resolve("a.test.yaml"),
        "tests: [{ name: One thing, message: x, expect: { record: any } }]");
    assertRefused("--filter", "another", folder.toString())
        .isEqualTo("None of the 1 tests has \"another\" in its name.");
  }

  private org.assertj.core.api.AbstractStringAssert<?> assertRefused(String... arguments) {
    TestCommand command = new TestCommand();
    new CommandLine(command).parseArgs(arguments);
    CommandFailedException[] thrown = new CommandFailedException[1];
    assertThatThrownBy(command::call)
        .isInstanceOfSatisfying(CommandFailedException.class, failed -> thrown[0] = failed);
    assertThat(thrown[0].exitCode()).isEqualTo(ExitCode.USAGE);
    return assertThat(thrown[0].getMessage());
  }
}
