package dev.caravan.it;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;

/** The jars of a Camel CLI, which Maven resolves from {@code src/test/camel-cli/pom.xml}. */
final class CamelCliClassPath {

  private static final Path POM = Path.of("src/test/camel-cli/pom.xml");
  private static final Path FOUND = Path.of("target/camel-cli/class-path");

  private CamelCliClassPath() {}

  /**
   * The class path for {@code java -cp}. Runs Maven once after a clean.
   *
   * @param repository Maven's local repository
   */
  static String resolve(Path repository) throws IOException, InterruptedException {
    if (!isFound()) {
      find(repository);
    }
    return Files.readString(FOUND).strip();
  }

  private static boolean isFound() throws IOException {
    return Files.exists(FOUND)
        && Files.getLastModifiedTime(FOUND).compareTo(Files.getLastModifiedTime(POM)) > 0;
  }

  private static void find(Path repository) throws IOException, InterruptedException {
    Files.createDirectories(FOUND.getParent());
    Path said = FOUND.resolveSibling("maven.log");
    Process maven =
        new ProcessBuilder(
                mvn(),
                "-B",
                "-q",
                "-ntp",
                "-f",
                POM.toString(),
                "-Dmaven.repo.local=" + repository,
                "-Dclass.path.file=" + FOUND.toAbsolutePath(),
                "dependency:build-classpath")
            .redirectErrorStream(true)
            .redirectOutput(said.toFile())
            .start();
    if (!maven.waitFor(5, TimeUnit.MINUTES) || maven.exitValue() != 0) {
      maven.destroyForcibly();
      throw new AssertionError(
          "Maven can't resolve the class path of the Camel CLI: " + Files.readString(said));
    }
  }

  /** The Maven that runs this test, otherwise the one on the path. */
  private static String mvn() {
    String home = System.getProperty("maven.home");
    return home == null ? "mvn" : Path.of(home, "bin", "mvn").toString();
  }
}
