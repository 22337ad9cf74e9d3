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

/** What each program is made of: the jars of a build, or the classes that tests run on. */
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

  /** The service's own, as {@code ./caravan serve} has it. */
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

  /** Spring's, which is a build of its own; empty where there is none that is up to date. */
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
   * What is older than its sources does another job than the others, and fails the run at its end.
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

  /** The clone's folder. */
  public Path home() {
    return target == null ? Path.of("").toAbsolutePath() : target.toAbsolutePath().getParent();
  }

  public Path routes() {
    return home().resolve("routes");
  }
}
