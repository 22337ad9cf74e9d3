package dev.caravan.shipping;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Runs {@code src/release/version} on a copy of every file that could name the version. */
class ReleaseTest {

  private static final Path COMMAND = Path.of("src/release/version");

  /** Folders that contain no file with Caravan's version: builds, Git, and sources. */
  private static final Set<String> LEFT_OUT =
      Set.of("target", ".git", "java", "samples", "caravan-data", ".camel-jbang", ".terraform");

  @TempDir private Path copy;

  @BeforeEach
  void copyTheProject() throws IOException {
    Path project = Path.of("").toAbsolutePath();
    Files.walkFileTree(
        project,
        new SimpleFileVisitor<>() {
          @Override
          public FileVisitResult preVisitDirectory(Path folder, BasicFileAttributes attributes) {
            return LEFT_OUT.contains(folder.getFileName().toString())
                ? FileVisitResult.SKIP_SUBTREE
                : FileVisitResult.CONTINUE;
          }

          @Override
          public FileVisitResult visitFile(Path file, BasicFileAttributes attributes)
              throws IOException {
            Path target = copy.resolve(project.relativize(file).toString());
            Files.createDirectories(target.getParent());
            Files.copy(file, target);
            return FileVisitResult.CONTINUE;
          }
        });
  }

  @Test
  void the_command_sets_a_version_in_every_file_that_names_it() throws Exception {
    String before = version().output().strip();

    assertThat(version("98.7.6-SNAPSHOT").exitCode()).isZero();
    assertThat(changelog()).containsOnlyOnce("## Unreleased\n");
    assertThat(version("98.7.6")).isEqualTo(new Ended(0, "98.7.6-SNAPSHOT -> 98.7.6\n"));

    assertThat(version()).isEqualTo(new Ended(0, "98.7.6\n"));
    assertThat(linesThatName(before)).isEmpty();
    assertThat(linesThatName("98.7.6"))
        .extracting(line -> line.substring(0, line.indexOf(':')))
        .containsExactlyInAnyOrder(
            "pom.xml",
            "src/bench/spring/pom.xml",
            "README.md",
            "docs/camel-cli.md",
            "routes/application.properties");
    assertThat(changelog())
        .doesNotContain("## Unreleased")
        .containsPattern("(?m)^## 98\\.7\\.6 \\(\\d{4}-\\d\\d-\\d\\d\\)$");
  }

  @Test
  void the_next_snapshot_starts_a_new_section_of_the_changelog() throws Exception {
    version("98.7.6-SNAPSHOT");
    version("98.7.6");

    assertThat(version("98.8.0-SNAPSHOT").exitCode()).isZero();

    assertThat(changelog()).containsPattern("(?s)\n## Unreleased\n\n## 98\\.7\\.6 ");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"1.2", "v1.2.3", "1.2.3-rc", "01.2.3", "1.2.3 ", "1.2.3\n4.5.6", "", "--set"})
  void a_malformed_version_is_refused(String malformed) throws Exception {
    String before = version().output();

    assertThat(version(malformed).exitCode()).isEqualTo(2);

    assertThat(version().output()).isEqualTo(before);
  }

  @Test
  void a_file_that_names_another_version_stops_the_command_before_it_changes_anything()
      throws Exception {
    String before = version().output().strip();
    Path page = copy.resolve("docs/camel-cli.md");
    Files.writeString(
        page, Files.readString(page).replace("caravan:" + before, "caravan:0.0.1-SNAPSHOT"));

    Ended ended = version("98.7.6-SNAPSHOT");

    assertThat(ended.exitCode()).isEqualTo(1);
    assertThat(ended.output())
        .contains("docs/camel-cli.md does not contain dev.caravan:caravan:" + before);
    assertThat(version().output().strip()).isEqualTo(before);
  }

  @Test
  void help_names_the_exit_codes() throws Exception {
    Ended ended = version("--help");

    assertThat(ended.exitCode()).isZero();
    assertThat(ended.output()).startsWith("Usage: src/release/version").contains("Exit codes: 0");
  }

  /** How the command ended, and what it wrote to both streams. */
  private record Ended(int exitCode, String output) {}

  private Ended version(String... arguments) throws Exception {
    List<String> command = new ArrayList<>(List.of("sh", copy.resolve(COMMAND).toString()));
    command.addAll(List.of(arguments));
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor(1, TimeUnit.MINUTES)).isTrue();
    return new Ended(process.exitValue(), output);
  }

  private String changelog() throws IOException {
    return Files.readString(copy.resolve("CHANGELOG.md"));
  }

  /** Lines that name this version as Caravan's, as {@code file:line}; the changelog excepted. */
  private List<String> linesThatName(String version) throws IOException {
    Pattern named =
        Pattern.compile(
            "caravan\\S*"
                + Pattern.quote(version)
                + "(?![\\w.-])|^  <version>"
                + Pattern.quote(version)
                + "</version>$");
    List<String> found = new ArrayList<>();
    try (var files = Files.walk(copy)) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        String name = copy.relativize(file).toString();
        String text = Files.readString(file, StandardCharsets.ISO_8859_1);
        if (!name.equals("CHANGELOG.md")) {
          text.lines()
              .filter(named.asPredicate())
              .map(line -> name + ":" + line)
              .forEach(found::add);
        }
      }
    }
    return found;
  }
}
