package dev.caravan.bench.http.hostile;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.caravan.bench.jvm.BenchFailedException;
import dev.caravan.bench.jvm.ClassPaths;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * A hostile client in its own JVM, so that it does not use the descriptors of the process that
 * measures.
 */
public final class HostileProcess implements AutoCloseable {

  private final Process process;

  private HostileProcess(Process process) {
    this.process = process;
  }

  /**
   * @param java the JDK's folder
   * @param each connections per attack
   * @param addresses number of source addresses
   * @param perSecond connections opened per second
   */
  public static HostileProcess start(
      Path java,
      ClassPaths paths,
      int port,
      List<Attack> attacks,
      int each,
      int addresses,
      double perSecond,
      double longestSeconds)
      throws IOException {
    List<String> command =
        new ArrayList<>(
            List.of(
                java.resolve("bin/java").toString(),
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "-Xmx128m",
                "-cp",
                paths.bench(),
                HostileClient.class.getName(),
                String.valueOf(port),
                String.valueOf(each),
                String.valueOf(addresses),
                String.valueOf(perSecond),
                String.valueOf(longestSeconds)));
    attacks.stream().map(Attack::name).forEach(command::add);
    return new HostileProcess(
        new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT).start());
  }

  public boolean isOver(long timeout, TimeUnit unit) throws InterruptedException {
    return process.waitFor(timeout, unit);
  }

  /** Waits for the outcomes, one for each attack. */
  public List<Attacked> outcomes() throws IOException {
    String line = process.inputReader().readLine();
    if (line == null) {
      throw new BenchFailedException("The hostile client ended without figures; see above.");
    }
    return List.of(new ObjectMapper().readValue(line, Attacked[].class));
  }

  @Override
  public void close() {
    process.destroyForcibly();
    process.onExit().join();
  }
}
