package dev.caravan.bench.jvm;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** A program in its own process, mostly a JVM; its output goes to a file. */
public final class Jvm implements AutoCloseable {

  /**
   * The flags of every contestant: the collector and the compiler thresholds of the image
   * (docs/image.md), and the heap size of a task.
   */
  public static final List<String> FLAGS =
      List.of(
          "-XX:+UseSerialGC",
          "-Xmx512m",
          "-XX:Tier4InvocationThreshold=20000",
          "-XX:Tier4MinInvocationThreshold=5000",
          "-XX:Tier4CompileThreshold=40000",
          "-XX:Tier4BackEdgeThreshold=120000",
          "-Xlog:disable",
          "-Xlog:all=error:stderr");

  private static final Pattern COLLECTOR = Pattern.compile("-XX:\\+Use\\w+GC");
  private static final Pattern READY = Pattern.compile("Ready: HTTP on port (\\d+)");
  private static final int LAST_WORDS = 2_000;
  private static final Duration START = Duration.ofSeconds(90);
  private static final Pattern MANAGEMENT = Pattern.compile("management on port (\\d+)");

  private final Process process;
  private final Path log;
  private final Gauges gauges;

  private Jvm(Process process, Path log, boolean java) {
    this.process = process;
    this.log = log;
    this.gauges = new Gauges(process.toHandle(), java);
  }

  /**
   * {@link #FLAGS} and more flags. A collector among them replaces that of {@link #FLAGS}, because
   * a JVM accepts only one.
   */
  public static List<String> flags(List<String> more) {
    boolean another = more.stream().anyMatch(flag -> COLLECTOR.matcher(flag).matches());
    return Stream.concat(
            FLAGS.stream().filter(flag -> !another || !COLLECTOR.matcher(flag).matches()),
            more.stream())
        .toList();
  }

  /**
   * @param java the JDK's folder
   * @param arguments after the flags: class path, main class and its arguments
   * @param variables added to this process's own environment, without its variables for AWS and
   *     Caravan
   */
  public static Jvm start(
      Path java,
      List<String> flags,
      List<String> arguments,
      Map<String, String> variables,
      Path log)
      throws IOException {
    List<String> command = new ArrayList<>();
    command.add(java.resolve("bin/java").toString());
    command.addAll(flags);
    command.addAll(arguments);
    return new Jvm(process(command, variables, log), log, true);
  }

  /**
   * Starts a program that needs no JVM.
   *
   * @param command the program and its arguments
   */
  public static Jvm startNative(List<String> command, Map<String, String> variables, Path log)
      throws IOException {
    return new Jvm(process(command, variables, log), log, false);
  }

  private static Process process(List<String> command, Map<String, String> variables, Path log)
      throws IOException {
    ProcessBuilder builder =
        new ProcessBuilder(command)
            .redirectError(log.toFile())
            .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()));
    Map<String, String> environment = builder.environment();
    environment.keySet().removeIf(name -> name.startsWith("AWS_") || name.startsWith("CARAVAN_"));
    environment.remove("JAVA_TOOL_OPTIONS");
    environment.put("AWS_EC2_METADATA_DISABLED", "true");
    environment.putAll(variables);
    return builder.start();
  }

  /**
   * Waits until the program says that it is ready.
   *
   * @return the port of its HTTP entrance
   */
  public int awaitReady() throws IOException, InterruptedException {
    long end = System.nanoTime() + START.toNanos();
    while (System.nanoTime() < end && process.isAlive()) {
      Matcher ready = READY.matcher(log());
      if (ready.find()) {
        return Integer.parseInt(ready.group(1));
      }
      TimeUnit.MILLISECONDS.sleep(5);
    }
    throw new BenchFailedException(
        "%s after %d s. Its output:%n%s"
            .formatted(
                process.isAlive() ? "The program was not ready" : "The program ended",
                START.toSeconds(),
                lastWords()));
  }

  /**
   * The management port, which the program prints when it is ready.
   *
   * @throws BenchFailedException if it printed none
   */
  public int managementPort() throws IOException {
    Matcher management = MANAGEMENT.matcher(log());
    if (!management.find()) {
      throw new BenchFailedException(
          "The program did not print its management port. Its output:\n" + lastWords());
    }
    return Integer.parseInt(management.group(1));
  }

  public String log() throws IOException {
    return Files.readString(log);
  }

  /** The end of the output, and the path of the file with all of it. */
  public String lastWords() throws IOException {
    String all = log();
    return all.substring(Math.max(0, all.length() - LAST_WORDS)) + "\n(" + log + ")";
  }

  /**
   * @throws BenchFailedException if the program has ended by itself
   */
  public void requireAlive() throws IOException {
    if (!process.isAlive()) {
      throw new BenchFailedException(
          "A contestant ended during its run. Its output:\n" + lastWords());
    }
  }

  public boolean isAlive() {
    return process.isAlive();
  }

  public Gauges gauges() {
    return gauges;
  }

  public long pid() {
    return process.pid();
  }

  /** Sends SIGTERM and returns when the program has ended. */
  public void terminate() throws InterruptedException {
    process.destroy();
    process.waitFor(60, TimeUnit.SECONDS);
  }

  @Override
  public void close() {
    gauges.close();
    process.destroyForcibly();
    process.onExit().join();
  }
}
