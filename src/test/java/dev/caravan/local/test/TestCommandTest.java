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

/** What is said before anything starts. */
class TestCommandTest {

  @TempDir Path folder;

  @Test
  void all_that_is_wrong_in_all_files_is_said_at_once() throws IOException {
    Files.writeString(folder.resolve("a.test.yaml"), "tests: [{ nam: x }]");
    Files.writeString(folder.resolve("b.test.yaml"), "tests:");
    Files.writeString(folder.resolve("other.yaml"), "not looked at");

    assertRefused(folder.toString())
        .contains("a.test.yaml:1:11: found the unknown field \"nam\"")
        .contains("Did you mean \"name\"?")
        .contains("b.test.yaml:1:1: found nothing after \"tests:\"")
        .doesNotContain("other.yaml");
  }

  @Test
  void where_there_is_nothing_to_test_that_is_said() throws IOException {
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
