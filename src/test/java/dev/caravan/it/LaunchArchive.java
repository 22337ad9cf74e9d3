package dev.caravan.it;

import static org.awaitility.Awaitility.await;

import dev.caravan.local.LocalAws;
import dev.caravan.local.LocalAwsOptions;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * An archive of the loaded classes (CDS), as the launcher has one. With it, a launched command uses
 * less than half of the CPU time until it is ready.
 */
final class LaunchArchive {

  private static final Path JAR = Path.of("target/caravan.jar");
  private static final Pattern READY = Pattern.compile("Ready: HTTP on port (\\d+)");
  private static List<String> options = List.of();

  private LaunchArchive() {}

  /**
   * The JVM options that use the archive of this build and this JVM. The first caller makes the
   * archive; empty for others while it does, and if nothing is packaged.
   */
  static synchronized List<String> options() {
    if (options.isEmpty() && Files.exists(JAR)) {
      try {
        options = findOrMake().map(archive -> "-XX:SharedArchiveFile=" + archive).stream().toList();
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
    return options;
  }

  private static Optional<Path> findOrMake() throws IOException {
    String name =
        "launched-%d-%d"
            .formatted(Runtime.version().feature(), Files.getLastModifiedTime(JAR).toMillis());
    Path archive = Path.of("target", name + ".jsa").toAbsolutePath();
    if (!Files.exists(archive)) {
      try (FileChannel channel =
              FileChannel.open(
                  Path.of("target", name + ".lock"),
                  StandardOpenOption.CREATE,
                  StandardOpenOption.WRITE);
          FileLock lock = channel.tryLock()) {
        if (lock != null && !Files.exists(archive)) {
          make(archive);
        }
      }
    }
    return Optional.of(archive).filter(Files::exists);
  }

  /** Starts the service once, lets it generate an image, and ends it. */
  private static void make(Path archive) throws IOException {
    Path home = Files.createTempDirectory(Path.of("target"), "launch-archive").toAbsolutePath();
    Path unfinished = home.resolve("classes.jsa");
    try (LocalAws aws = LocalAws.start(LocalAwsOptions.onFreePorts(home.resolve("aws")))) {
      Map<String, String> variables = Launched.variables(aws);
      // Nobody reads what the JVM says about single classes.
      List<String> making = List.of("-XX:ArchiveClassesAtExit=" + unfinished, "-Xlog:disable");
      try (Launched service = Launched.start(making, home, variables, "serve")) {
        await().atMost(Duration.ofMinutes(3)).until(() -> READY.matcher(service.err()).find());
        Matcher ready = READY.matcher(service.err());
        ready.find();
        new Api(Integer.parseInt(ready.group(1))).generate("{\"prompt\":\"a boat\"}");
        service.terminate();
        service.exitCode();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return;
    }
    Files.move(unfinished, archive, StandardCopyOption.ATOMIC_MOVE);
  }
}
