package dev.caravan.launcher;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * A machine for the launcher: a {@code PATH} with a shell's tools and nothing else, to which a test
 * adds Java, Maven, a browser and a package manager that only note how they are called.
 */
final class FakeMachine {

  /** What the launcher said, and how it ended. */
  record Run(int exitCode, String out, String err) {}

  private static final List<String> TOOLS =
      List.of(
          "cat",
          "cut",
          "dirname",
          "env",
          "find",
          "grep",
          "head",
          "mkdir",
          "readlink",
          "rm",
          "sed",
          "sleep",
          "tail");

  private final Path bin;
  private final Path packages;
  private final Path jvms;
  private final Path tree;
  private final Path calls;
  private final Map<String, String> variables = new HashMap<>();

  /** A bare machine, whose user is not root, with a clone that isn't built. */
  FakeMachine(Path folder) throws IOException {
    bin = Files.createDirectory(folder.resolve("bin"));
    packages = Files.createDirectory(folder.resolve("packages"));
    jvms = Files.createDirectory(folder.resolve("jvms"));
    tree = Files.createDirectory(folder.resolve("clone"));
    calls = Files.createFile(folder.resolve("calls"));
    for (String tool : TOOLS) {
      program(bin, tool, "exec '%s' \"$@\"".formatted(onPath(tool)));
    }
    user(1000);
    Files.copy(Path.of("caravan"), tree.resolve("caravan"));
    Files.writeString(tree.resolve("pom.xml"), "<project/>");
    for (String sources : List.of("src/main", "src/local", "src/bench", "src/launcher")) {
      Files.createDirectories(tree.resolve(sources));
    }
    try (Stream<Path> files = Files.list(Path.of("src/launcher"))) {
      for (Path file : files.toList()) {
        Files.copy(file, tree.resolve(file));
      }
    }
  }

  private static Path onPath(String tool) {
    return Stream.of(System.getenv("PATH").split(":"))
        .map(folder -> Path.of(folder, tool))
        .filter(Files::isExecutable)
        .findFirst()
        .orElseThrow();
  }

  FakeMachine user(int id) throws IOException {
    return program(bin, "id", "echo " + id);
  }

  FakeMachine root() throws IOException {
    return user(0);
  }

  FakeMachine uname(String system) throws IOException {
    return program(bin, "uname", "echo " + system);
  }

  FakeMachine variable(String name, Object value) {
    variables.put(name, value.toString());
    return this;
  }

  FakeMachine sudo() throws IOException {
    return program(bin, "sudo", note("sudo") + "\n[ \"$1\" = -v ] || exec \"$@\"");
  }

  FakeMachine browser(String name) throws IOException {
    return program(bin, name, "");
  }

  /** A JDK on the {@code PATH}. */
  FakeMachine jdk(String version) throws IOException {
    return links(jdkHome(version), "java", "javac");
  }

  /** A JRE on the {@code PATH}. */
  FakeMachine jre(String version) throws IOException {
    return links(jreHome(version), "java");
  }

  /** A JDK that only {@code JAVA_HOME} could name. */
  Path jdkHome(String version) throws IOException {
    Path home = jreHome(version);
    program(home.resolve("bin"), "javac", "");
    return home;
  }

  Path jreHome(String version) throws IOException {
    Path home = jvms.resolve("java-" + version);
    Files.createDirectories(home.resolve("bin"));
    Files.writeString(home.resolve("release"), "JAVA_VERSION=\"" + version + "\"\n");
    program(home.resolve("bin"), "java", note(home.getFileName() + "/java") + "\necho '{}'");
    return home;
  }

  private FakeMachine links(Path home, String... commands) throws IOException {
    for (String command : commands) {
      Files.createSymbolicLink(bin.resolve(command), home.resolve("bin").resolve(command));
    }
    return this;
  }

  FakeMachine maven(String version) throws IOException {
    return maven(version, "");
  }

  /** A Maven that runs these lines when it is to build. */
  FakeMachine maven(String version, String lines) throws IOException {
    return program(bin, "mvn", mavenScript(version, lines));
  }

  private String mavenScript(String version, String lines) {
    return """
    [ "$1" != -v ] || { printf '\\033[1mApache Maven %s\\033[m (abc)\\n'; exit; }
    %s
    echo "  with JAVA_HOME=${JAVA_HOME##*/}" >>'%s'
    """
            .formatted(version, note("mvn"), calls)
        + lines;
  }

  /** A package manager that offers these packages, each of which {@link #offer} can fill. */
  FakeMachine packageManager(String name, String... offered) throws IOException {
    for (String each : offered) {
      Files.createDirectories(packages.resolve(each));
    }
    String has = "[ -d '%s'/\"$%%d\" ]".formatted(packages);
    switch (name) {
      case "apt-get" ->
          program(
              bin,
              "apt-cache",
              has.formatted(2) + " && echo '  Candidate: 1.2' || echo '  Candidate: (none)'");
      case "dnf", "zypper", "pacman", "brew" -> {}
      default -> throw new IllegalArgumentException(name);
    }
    return program(
        bin,
        name,
        """
        case "$*" in
          '-q info '*) %s; exit ;;
          *' search --match-exact '*) %s; exit ;;
          '--prefix openjdk') echo '%s/homebrew'; exit ;;
        esac
        %s
        for each; do
          [ ! -x '%s'/"$each/failure" ] || { echo "E: $each is broken"; exit 100; }
          [ ! -d '%s'/"$each" ] || %s -P '%s'/"$each"/* '%s' 2>/dev/null
        done
        exit 0
        """
            .formatted(
                has.formatted(3),
                has.formatted(4),
                jvms,
                note(name),
                packages,
                packages,
                onPath("cp"),
                packages,
                bin));
  }

  FakeMachine offerJdk(String inPackage, String version) throws IOException {
    Path home = jdkHome(version);
    for (String command : List.of("java", "javac")) {
      Files.createSymbolicLink(
          packages.resolve(inPackage).resolve(command), home.resolve("bin").resolve(command));
    }
    return this;
  }

  FakeMachine offerMaven(String version) throws IOException {
    return program(packages.resolve("maven"), "mvn", mavenScript(version, ""));
  }

  FakeMachine offerChromium() throws IOException {
    return program(packages.resolve("chromium"), "chromium", "");
  }

  FakeMachine offerFailureOf(String inPackage) throws IOException {
    return program(packages.resolve(inPackage), "failure", "");
  }

  /** Sets the clone's build newer than its sources. */
  FakeMachine built() throws IOException {
    Files.createDirectories(tree.resolve("target"));
    Files.createFile(tree.resolve("target/launcher.built"));
    return this;
  }

  /** A jar in the folder {@code lib} of the clone. */
  FakeMachine ownJar(String name) throws IOException {
    Files.createDirectories(tree.resolve("lib"));
    Files.createFile(tree.resolve("lib").resolve(name));
    return this;
  }

  /**
   * A Maven that writes this line and then takes until the launcher has looked at it twice, for
   * which the launcher need not wait 10 s.
   */
  FakeMachine slowMaven(String version, String line) throws IOException {
    program(bin, "sleep", "exec '%s' 0.02".formatted(onPath("sleep")));
    program(bin, "tail", note("tail") + "\nexec '%s' \"$@\"".formatted(onPath("tail")));
    return maven(
        version,
        """
        echo '%s'
        until [ "$(grep -c ^tail '%s')" -ge 2 ]; do sleep 1; done
        """
            .formatted(line, calls));
  }

  private FakeMachine program(Path folder, String name, String lines) throws IOException {
    Path file = folder.resolve(name);
    Files.deleteIfExists(file);
    Files.writeString(file, "#!/bin/sh\n" + lines + "\n");
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x"));
    return this;
  }

  private String note(String name) {
    return "echo \"%s $*\" >>'%s'".formatted(name, calls);
  }

  /** The calls of the fakes, in their order, without the folder of the tree. */
  List<String> calls() throws IOException {
    return Files.readString(calls).replace(tree + "/", "").lines().toList();
  }

  Path tree() {
    return tree;
  }

  /** Runs {@code ./caravan} without a terminal. */
  Run run(String... arguments) throws IOException, InterruptedException {
    List<String> command = new ArrayList<>(List.of(tree.resolve("caravan").toString()));
    command.addAll(List.of(arguments));
    return run(command, bin.toString(), "");
  }

  /** Runs {@code ./caravan} at a terminal, at which somebody types this. */
  Run runAtTerminal(String typed, String... arguments) throws IOException, InterruptedException {
    String command = tree.resolve("caravan") + " " + String.join(" ", arguments);
    // script(1) opens the terminal; its own shell and tools are not those of the fake machine.
    return run(
        List.of(
            onPath("script").toString(),
            "--quiet",
            "--return",
            "--command",
            "PATH='" + bin + "' " + command,
            "/dev/null"),
        System.getenv("PATH"),
        typed);
  }

  private Run run(List<String> command, String path, String typed)
      throws IOException, InterruptedException {
    Path out = Files.createTempFile(tree.getParent(), "out", ".txt");
    Path err = Files.createTempFile(tree.getParent(), "err", ".txt");
    ProcessBuilder builder =
        new ProcessBuilder(command).redirectOutput(out.toFile()).redirectError(err.toFile());
    builder.environment().clear();
    builder.environment().putAll(variables);
    builder.environment().put("PATH", path);
    Process process = builder.start();
    try (OutputStream input = process.getOutputStream()) {
      input.write(typed.getBytes(StandardCharsets.UTF_8));
      input.flush();
      if (!process.waitFor(30, TimeUnit.SECONDS)) {
        process.destroyForcibly();
        throw new AssertionError("still running: " + Files.readString(err));
      }
    }
    return new Run(process.exitValue(), Files.readString(out), Files.readString(err));
  }
}
