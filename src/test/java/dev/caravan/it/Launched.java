package dev.caravan.it;

import dev.caravan.local.LocalAws;
import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** A {@code caravan} command in another JVM, with the class path from the launcher. */
public final class Launched implements AutoCloseable {

  private static final Path JAVA = Path.of(System.getProperty("java.home"), "bin", "java");

  private final Process process;
  private final Path stderr;
  private final BufferedReader stdout;

  private Launched(Process process, Path stderr) {
    this.process = process;
    this.stderr = stderr;
    this.stdout = process.inputReader();
  }

  /** The variables of a service that uses this laptop AWS, on free ports; changeable. */
  public static Map<String, String> variables(LocalAws aws) {
    Map<String, String> variables = new HashMap<>(aws.variables());
    variables.put("SQS_QUEUE_URL", aws.queueUrl());
    variables.put("SQS_DEAD_LETTER_QUEUE_URL", aws.deadLetterQueueUrl());
    variables.put("BUCKET_NAME", aws.bucket());
    variables.put("HTTP_PORT", "0");
    variables.put("MANAGEMENT_PORT", "0");
    return variables;
  }

  /** The arguments of {@code caravan local} with which each server takes a free port. */
  static String[] localOnFreePorts(String... more) {
    Stream<String> ports =
        Stream.of("--http-port", "--management-port", "--sqs-port", "--s3-port", "--bedrock-port")
            .flatMap(option -> Stream.of(option, "0"));
    return Stream.of(Stream.of("local"), ports, Stream.of(more))
        .flatMap(each -> each)
        .toArray(String[]::new);
  }

  /** Starts it with this home folder, and only these variables besides those of the shell. */
  public static Launched start(Path home, Map<String, String> variables, String... arguments) {
    return start(LaunchArchive.options(), home, variables, arguments);
  }

  /** Starts it in this folder, as a user who has changed to it. */
  public static Launched startIn(
      Path folder, Path home, Map<String, String> variables, String... arguments) {
    return start(LaunchArchive.options(), Optional.of(folder), home, variables, arguments);
  }

  /**
   * Starts it as {@link #start(Path, Map, String...)} does, with small resources.
   *
   * @param files that the process may open
   * @param heap in MB
   */
  static Launched small(
      int files, int heap, Path home, Map<String, String> variables, String... arguments) {
    List<String> shell =
        List.of("sh", "-c", "ulimit -n " + files + "; exec \"$@\"", "sh", JAVA.toString());
    List<String> command = new ArrayList<>(shell);
    command.add("-Xmx" + heap + "m");
    command.addAll(LaunchArchive.options());
    return launch(command, Optional.empty(), home, variables, arguments);
  }

  /**
   * @param archive the JVM options that use or make an archive of classes; empty without one
   */
  static Launched start(
      List<String> archive, Path home, Map<String, String> variables, String... arguments) {
    return start(archive, Optional.empty(), home, variables, arguments);
  }

  private static Launched start(
      List<String> archive,
      Optional<Path> folder,
      Path home,
      Map<String, String> variables,
      String... arguments) {
    List<String> command = new ArrayList<>();
    command.add(JAVA.toString());
    command.addAll(archive);
    return launch(command, folder, home, variables, arguments);
  }

  private static Launched launch(
      List<String> command,
      Optional<Path> folder,
      Path home,
      Map<String, String> variables,
      String... arguments) {
    // These JVMs live for seconds.
    command.addAll(List.of("-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC"));
    if (Runtime.version().feature() >= 24) {
      // As the launcher does.
      command.add("--sun-misc-unsafe-memory-access=allow");
    }
    command.add("-Duser.home=" + home);
    command.add("-Dcaravan.home=" + Path.of("").toAbsolutePath());
    command.add("-cp");
    // Absolute, so that one archive of classes serves every folder.
    command.add(absolute(classPath(arguments)));
    command.add("dev.caravan.Caravan");
    command.addAll(List.of(arguments));
    try {
      Path stderr = Files.createTempFile(home, "stderr", ".log");
      ProcessBuilder builder = new ProcessBuilder(command).redirectError(stderr.toFile());
      folder.ifPresent(path -> builder.directory(path.toFile()));
      builder.environment().keySet().removeIf(name -> name.startsWith("AWS_"));
      builder.environment().put("AWS_EC2_METADATA_DISABLED", "true");
      builder.environment().putAll(variables);
      return new Launched(builder.start(), stderr);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String absolute(String classPath) {
    return Arrays.stream(classPath.split(File.pathSeparator))
        .map(entry -> Path.of("").toAbsolutePath() + "/" + entry)
        .map(entry -> entry.replaceFirst("^.*//", "/"))
        .collect(Collectors.joining(File.pathSeparator));
  }

  private static String classPath(String... arguments) {
    if (!Files.exists(Path.of("target/caravan.jar"))) {
      // Nothing is packaged: an IDE or javac has compiled the classes.
      return System.getProperty("java.class.path");
    }
    return "target/caravan.jar:target/lib/*"
        + (arguments.length > 0 && arguments[0].equals("serve")
            ? ""
            : ":target/caravan-local.jar:target/lib-local/*");
  }

  public String line() throws IOException {
    return stdout.readLine();
  }

  public String out() throws IOException {
    return String.join("\n", stdout.lines().toList());
  }

  public String err() throws IOException {
    return Files.readString(stderr);
  }

  public int exitCode() throws InterruptedException {
    if (!process.waitFor(60, TimeUnit.SECONDS)) {
      throw new AssertionError("still running");
    }
    return process.exitValue();
  }

  /** Sends SIGTERM, as ECS does; Ctrl-C has the same effect. */
  public void terminate() {
    process.destroy();
  }

  /** Sends SIGKILL, which leaves no chance to clean up. */
  public void kill() {
    process.destroyForcibly();
  }

  @Override
  public void close() {
    kill();
  }
}
