package dev.caravan.bench.jvm;

import dev.caravan.bench.server.BenchServers;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The class path of each program: the jars of a build, or the classes that tests run on. Also where
 * the programs are that need no JVM.
 */
public final class ClassPaths {

  private final Path target;
  private final ClassPaths other;
  private final Path go;
  private final Path bento;

  private ClassPaths(Path target, ClassPaths other, Path go, Path bento) {
    this.target = target;
    this.other = other;
    this.go = go;
    this.bento = bento;
  }

  public static ClassPaths ofThisBuild() {
    try {
      Path code =
          Path.of(BenchServers.class.getProtectionDomain().getCodeSource().getLocation().toURI());
      return new ClassPaths(Files.isRegularFile(code) ? code.getParent() : null, null, null, null);
    } catch (URISyntaxException e) {
      throw new IllegalStateException("the class path has no such entry", e);
    }
  }

  /**
   * The same class paths, with those of another checkout.
   *
   * @param folder of the other checkout
   * @throws IllegalArgumentException if the folder is no checkout, or is not built
   */
  public ClassPaths beside(Path folder) {
    ClassPaths besides = new ClassPaths(folder.resolve("target"), null, null, null);
    if (!Files.isDirectory(besides.routes())) {
      throw new IllegalArgumentException(
          folder + " has no folder routes, so it is not a checkout of Caravan.");
    }
    List<String> missing = new ArrayList<>();
    if (!Files.isRegularFile(besides.target.resolve("caravan.jar"))) {
      missing.add("target/caravan.jar");
    }
    if (!Files.isDirectory(besides.target.resolve("lib"))) {
      missing.add("target/lib");
    }
    if (!missing.isEmpty()) {
      throw new IllegalArgumentException(
          "%s has no %s. Run `mvn -DskipTests package` in it."
              .formatted(folder, String.join(" and no ", missing)));
    }
    return new ClassPaths(target, besides, go, bento);
  }

  /**
   * The same class paths, with the programs in Go.
   *
   * @param programs their folder
   */
  public ClassPaths withGo(Path programs) {
    return new ClassPaths(target, other, programs, bento);
  }

  /**
   * The same class paths, with Bento's program.
   *
   * @throws IllegalArgumentException if there is no such program
   */
  public ClassPaths withBento(Path program) {
    if (!Files.isExecutable(program) || Files.isDirectory(program)) {
      throw new IllegalArgumentException(
          program + " is not a program. Name the file of a built Bento with --bento=FILE.");
    }
    return new ClassPaths(target, other, go, program.toAbsolutePath());
  }

  /** A program in Go by its name; empty if the programs are not built. */
  public Optional<Path> go(String program) {
    return Optional.ofNullable(go).map(folder -> folder.resolve(program));
  }

  /** Bento's program; empty if it is not named. */
  public Optional<Path> bento() {
    return Optional.ofNullable(bento);
  }

  /** The sources of the programs in Go, and the configurations of Benthos and Bento. */
  public Path goSources() {
    return home().resolve("src/bench/go");
  }

  /** Where the programs in Go are built. */
  public Path goPrograms() {
    return home().resolve("target/bench-go");
  }

  /** The class paths of the other checkout; empty if there is none. */
  public Optional<ClassPaths> other() {
    return Optional.ofNullable(other);
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
