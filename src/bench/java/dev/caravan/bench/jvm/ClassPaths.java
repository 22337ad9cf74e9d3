package dev.caravan.bench.jvm;

import dev.caravan.bench.server.BenchServers;
import java.io.File;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

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

  /** Spring's, which is a build of its own; empty where it has not been built. */
  public Optional<String> spring() {
    Path jars = home().resolve("target/bench-spring");
    return Files.isRegularFile(jars.resolve("caravan-bench-spring.jar"))
        ? Optional.of(jars + "/*")
        : Optional.empty();
  }

  /** The clone's folder. */
  public Path home() {
    return target == null ? Path.of("").toAbsolutePath() : target.toAbsolutePath().getParent();
  }

  public Path routes() {
    return home().resolve("routes");
  }
}
