package dev.caravan.it;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * A {@code camel} command as JBang installs it, in another JVM and in a folder that contains only
 * {@code routes}. It takes dependencies from Maven's local repository and none from the network.
 */
final class CamelCli implements AutoCloseable {

  private static final Path JAVA = Path.of(System.getProperty("java.home"), "bin", "java");
  private static final Path MAVENS =
      Path.of(
          System.getProperty(
              "localRepository", System.getProperty("user.home") + "/.m2/repository"));

  /** The CLI's own repository, so that the test changes nothing in Maven's. */
  private static final Path TAKEN = Path.of("target/camel-cli/repository");

  private static final Pattern JAR = Pattern.compile("source: .*/" + TAKEN + "/.*/([^/]+[.]jar)$");

  private final Process process;
  private final Path log;
  private final Path classes;

  private CamelCli(Process process, Path log, Path classes) {
    this.process = process;
    this.log = log;
    this.classes = classes;
  }

  /**
   * Runs one of its commands.
   *
   * @param folder its working directory and home
   * @param installed the repository into which {@link #install} has put Caravan's jar
   */
  static CamelCli start(
      Path folder, Path installed, Map<String, String> variables, List<String> arguments)
      throws IOException, InterruptedException {
    List<String> command = new ArrayList<>();
    command.add(JAVA.toString());
    command.addAll(List.of("-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC"));
    Path classes = folder.resolve("classes.log");
    command.add("-Xlog:class+load=info:file=" + classes);
    command.add("-Duser.home=" + folder);
    command.add("-Dmaven.repo.local=" + TAKEN.toAbsolutePath());
    command.addAll(List.of("-cp", CamelCliClassPath.resolve(MAVENS) + ":" + testClasses()));
    command.add(CamelCliMain.class.getName());
    command.addAll(arguments);
    command.add("--repo=" + MAVENS.toUri() + "," + installed.toUri());
    command.addAll(List.of("--maven-central-enabled=false", "--maven-settings=false"));
    // The CLI's commands are 4.17.0, and so would its kamelets be.
    command.add("--kamelets-version=4.18.0");
    Path log = folder.resolve("camel.log");
    ProcessBuilder builder =
        new ProcessBuilder(command)
            .directory(folder.toFile())
            .redirectErrorStream(true)
            .redirectOutput(log.toFile());
    builder.environment().keySet().removeIf(name -> name.startsWith("AWS_"));
    builder.environment().put("AWS_EC2_METADATA_DISABLED", "true");
    builder.environment().putAll(variables);
    return new CamelCli(builder.start(), log, classes);
  }

  /** Does what {@code mvn install} does, but into a repository of the test. */
  static void install(Path repository) throws IOException {
    forgetOlder();
    String version = Version.ofThePom();
    Path folder = repository.resolve("dev/caravan/caravan").resolve(version);
    Files.createDirectories(folder);
    String name = "caravan-" + version;
    copy(Path.of("target/caravan.jar"), folder.resolve(name + ".jar"));
    copy(Path.of("pom.xml"), folder.resolve(name + ".pom"));
  }

  /** Deletes older copies, because the CLI updates a snapshot only once a day. */
  private static void forgetOlder() throws IOException {
    Path taken = TAKEN.resolve("dev");
    if (Files.exists(taken)) {
      try (Stream<Path> all = Files.walk(taken)) {
        for (Path file : all.filter(Files::isRegularFile).toList()) {
          Files.delete(file);
        }
      }
    }
  }

  private static void copy(Path from, Path to) throws IOException {
    Files.copy(from, to, StandardCopyOption.REPLACE_EXISTING);
  }

  private static Path testClasses() {
    return Path.of(
        CamelCliMain.class.getProtectionDomain().getCodeSource().getLocation().getPath());
  }

  String log() throws IOException {
    return Files.readString(log);
  }

  /** File names of the downloaded jars from which it has loaded classes. */
  Set<String> loadedJars() throws IOException {
    try (Stream<String> lines = Files.lines(classes)) {
      return lines
          .map(JAR::matcher)
          .filter(Matcher::find)
          .map(found -> found.group(1))
          .collect(Collectors.toSet());
    }
  }

  int exitCode() throws InterruptedException {
    if (!process.waitFor(60, TimeUnit.SECONDS)) {
      throw new AssertionError("still running");
    }
    return process.exitValue();
  }

  boolean isAlive() {
    return process.isAlive();
  }

  /** Sends SIGTERM, which has the same effect as Ctrl-C. */
  void terminate() {
    process.destroy();
  }

  @Override
  public void close() {
    process.destroyForcibly();
  }
}
