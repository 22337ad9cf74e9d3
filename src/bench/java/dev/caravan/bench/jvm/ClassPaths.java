package dev.caravan.bench.jvm;

import dev.caravan.bench.server.BenchServers;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.Optional;
import java.util.stream.Stream;

/** The class path of each program: the jars of a build, or the classes that tests run on. */
public final class ClassPaths {

  private final Path target;

  private ClassPaths(Path target) {
    this.target = target;
  }

  public static ClassPaths ofThisBuild() {
    try {
      Path code =
          Path.of(BenchServers.class.getProtectionDomain().getCodeSource().getLocation().toURI());
      return new ClassPaths(Files.isRegularFile(code) ? code.getParent() : null);
    } catch (URISyntaxException e) {
      throw new IllegalStateException("the class path has no such entry", e);
    }
  }

  /** The service's class path, as in {@code ./caravan serve}. */
  public String production() {
    return target == null
        ? System.getProperty("java.class.path")
        : target.resolve("caravan.jar") + File.pathSeparator + target.resolve("lib") + "/*";
  }

  public String bench() {
    return target == null
        ? System.getProperty("java.class.path")
        : production() + File.pathSeparator + target.resolve("caravan-bench.jar");
  }

  /** Spring's class path, from its own build; empty if that build is missing or out of date. */
  public Optional<String> spring() {
    Path jars = home().resolve("target/bench-spring");
    Path jar = jars.resolve("caravan-bench-spring.jar");
    try {
      return Files.isRegularFile(jar) && isNewer(jar, home().resolve("src/bench/spring"))
          ? Optional.of(jars + "/*")
          : Optional.empty();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * Whether a build is newer than its sources. An older one does other work than the other
   * contestants and would fail the run at its end.
   */
  private static boolean isNewer(Path built, Path sources) throws IOException {
    FileTime at = Files.getLastModifiedTime(built);
    try (Stream<Path> files = Files.find(sources, 20, (file, facts) -> facts.isRegularFile())) {
      for (Path source : files.toList()) {
        if (Files.getLastModifiedTime(source).compareTo(at) > 0) {
          return false;
        }
      }
    }
    return true;
  }

  /** The folder of the repository. */
  public Path home() {
    return target == null ? Path.of("").toAbsolutePath() : target.toAbsolutePath().getParent();
  }

  public Path routes() {
    return home().resolve("routes");
  }
}
