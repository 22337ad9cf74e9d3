package dev.caravan.launcher;

import static org.assertj.core.api.Assertions.assertThat;

import dev.caravan.launcher.FakeMachine.Run;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What {@code ./caravan} does on machines that lack something. */
@EnabledOnOs(
    value = OS.LINUX,
    disabledReason = "macOS has no /bin with only a shell's tools, and another script(1)")
class LauncherTest {

  private static final String APT = "apt-get install -y --no-install-recommends ";
  private static final String PACKAGE =
      "mvn -B -f pom.xml -Dmaven.test.skip=true -Dspotless.check.skip=true package";
  private static final String VERIFY = "mvn -f pom.xml -Dmaven.antrun.skip=true verify -B -ntp";

  @TempDir Path folder;
  private FakeMachine machine;

  @BeforeEach
  void bare() throws IOException {
    machine = new FakeMachine(folder);
  }

  /** Debian's packages, as good as they are there. */
  private void debian() throws IOException {
    machine
        .packageManager(
            "apt-get",
            "default-jdk-headless",
            "openjdk-17-jdk-headless",
            "maven",
            "chromium",
            "fonts-liberation")
        .offerJdk("openjdk-17-jdk-headless", "17.0.15")
        .offerMaven("3.8.7")
        .offerChromium();
  }

  @Test
  void root_without_a_terminal_gets_a_jdk_and_maven_and_local_starts() throws Exception {
    debian();

    Run run = machine.root().run("local", "--json");

    assertThat(run.exitCode()).isZero();
    assertThat(machine.calls())
        .startsWith(
            "apt-get update",
            APT + "openjdk-17-jdk-headless maven",
            PACKAGE,
            "  with JAVA_HOME=java-17.0.15")
        .last()
        .asString()
        .startsWith("java-17.0.15/java ")
        .endsWith(" dev.caravan.Caravan local --json");
    assertThat(run.err())
        .contains(
            "This machine lacks:",
            "a JDK, 17 or later",
            "Maven, 3.8 or later",
            "Running " + APT + "openjdk-17-jdk-headless maven...",
            "Built.")
        .doesNotContain("Chromium", "[Y/n]");
  }

  @Test
  void root_without_a_terminal_gets_a_browser_too_and_verify_runs() throws Exception {
    debian();

    Run run = machine.root().run("verify", "-Dtest.excluded=none");

    assertThat(run.exitCode()).isZero();
    assertThat(machine.calls())
        .containsExactly(
            "apt-get update",
            APT + "openjdk-17-jdk-headless maven",
            APT + "chromium fonts-liberation",
            VERIFY + " -Dtest.excluded=none",
            "  with JAVA_HOME=java-17.0.15");
  }

  @Test
  void only_what_is_missing_is_installed() throws Exception {
    debian();
    machine.root().jdk("25").run("verify");

    assertThat(machine.calls())
        .contains(APT + "maven", "  with JAVA_HOME=java-25")
        .noneMatch(call -> call.contains("openjdk"));
  }

  @ParameterizedTest
  @CsvSource({"17.0.15, false", "23.0.1, false", "24, true", "25.0.3, true"})
  void java_prints_no_warning_of_its_own(String version, boolean isWarning) throws Exception {
    machine.jdk(version).built().run("serve");

    String option = "--sun-misc-unsafe-memory-access=allow";
    assertThat(machine.calls().get(0).contains(option)).isEqualTo(isWarning);
  }

  @ParameterizedTest
  @ValueSource(strings = {"serve", "local", "lint", "test"})
  void jars_beside_the_routes_come_last_on_the_class_path(String command) throws Exception {
    machine.jdk("17.0.15").built().run(command);
    machine.ownJar("own.jar").run(command);

    assertThat(machine.calls()).hasSize(2);
    assertThat(machine.calls().get(0)).doesNotContain(":lib/*");
    assertThat(machine.calls().get(1)).contains("/*:lib/* dev.caravan.Caravan " + command);
  }

  @ParameterizedTest
  @CsvSource({
    "openjdk-17-jdk-headless, openjdk-17-jdk-headless",
    "openjdk-21-jdk-headless, openjdk-21-jdk-headless",
    "openjdk-17-jdk-headless openjdk-21-jdk-headless, openjdk-21-jdk-headless",
    "openjdk-21-jdk-headless openjdk-25-jdk-headless, openjdk-25-jdk-headless",
    "'', default-jdk-headless"
  })
  void apt_installs_the_newest_jdk_that_it_has(String offered, String installed) throws Exception {
    Run run =
        machine
            .packageManager("apt-get", ("default-jdk-headless " + offered).split(" "))
            .run("local");

    assertThat(run.err()).contains(APT + installed + " maven");
  }

  @ParameterizedTest
  @CsvSource({
    "java-17-openjdk-devel, java-17-openjdk-devel",
    "java-21-openjdk-devel java-25-openjdk-devel, java-25-openjdk-devel"
  })
  void dnf_installs_the_newest_jdk_that_it_has(String offered, String installed) throws Exception {
    Run run = machine.packageManager("dnf", ("maven " + offered).split(" ")).run("local");

    assertThat(run.err()).contains("dnf install -y " + installed + " maven");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "apt-get | sudo apt-get update && sudo apt-get install -y --no-install-recommends"
            + " openjdk-21-jdk-headless maven chromium fonts-liberation",
        "dnf     | sudo dnf install -y java-21-openjdk-devel maven chromium",
        "zypper  | sudo zypper --non-interactive install java-21-openjdk-devel maven chromium",
        "pacman  | sudo pacman -Sy --needed --noconfirm jdk-openjdk maven chromium",
      })
  void others_without_a_terminal_get_the_one_command(String manager, String command)
      throws Exception {
    machine
        .sudo()
        .packageManager(
            manager,
            "default-jdk-headless",
            "openjdk-21-jdk-headless",
            "java-21-openjdk-devel",
            "maven",
            "chromium");

    Run run = machine.run("verify");

    assertThat(run.exitCode()).isEqualTo(2);
    assertThat(run.err()).contains("To install it, run:\n  " + command + "\n");
    assertThat(machine.calls()).isEmpty();
  }

  @Test
  void homebrew_needs_no_sudo_and_has_chrome_for_macos() throws Exception {
    machine.sudo().packageManager("brew").uname("Darwin");

    Run run = machine.run("verify");

    assertThat(run.exitCode()).isEqualTo(2);
    assertThat(run.err()).endsWith("run:\n  brew install openjdk maven google-chrome\n");
  }

  @Test
  void the_jdk_of_homebrew_is_found_off_the_path() throws Exception {
    Path home = machine.jdkHome("25.0.1");
    Files.createDirectories(folder.resolve("jvms/homebrew"));
    Files.createSymbolicLink(folder.resolve("jvms/homebrew/libexec"), home);

    Run run = machine.packageManager("brew").maven("3.9.11").run("models");

    assertThat(run.exitCode()).isZero();
    assertThat(machine.calls())
        .startsWith(PACKAGE, "  with JAVA_HOME=libexec")
        .last()
        .asString()
        .startsWith("java-25.0.1/java ");
  }

  @Test
  void without_sudo_the_command_is_for_root() throws Exception {
    debian();

    Run run = machine.run("local");

    assertThat(run.exitCode()).isEqualTo(2);
    assertThat(run.err())
        .endsWith(
            "To install it, run as root:\n  apt-get update && "
                + APT
                + "openjdk-17-jdk-headless maven\n");
  }

  @Test
  void without_lists_of_apt_the_names_are_guessed() throws Exception {
    Run run = machine.packageManager("apt-get").run("verify");

    assertThat(run.err()).contains("default-jdk-headless maven chromium fonts-liberation\n");
  }

  @ParameterizedTest
  @ValueSource(strings = {"\n", "y\n", "Yes\n"})
  void a_person_who_agrees_gets_it_installed(String typed) throws Exception {
    debian();

    Run run = machine.sudo().runAtTerminal(typed, "local");

    assertThat(run.exitCode()).isZero();
    assertThat(run.out()).contains("Install this with sudo apt-get now? [Y/n]", "Built.");
    assertThat(machine.calls())
        .contains("sudo -v", "apt-get update", APT + "openjdk-17-jdk-headless maven", PACKAGE);
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1000})
  void a_person_who_declines_gets_the_command(int user) throws Exception {
    debian();

    Run run = machine.user(user).sudo().runAtTerminal("n\n", "verify");

    assertThat(run.exitCode()).isEqualTo(2);
    assertThat(run.out())
        .contains("[Y/n]", APT + "openjdk-17-jdk-headless maven chromium fonts-liberation");
    assertThat(machine.calls()).isEmpty();
  }

  @Test
  void a_terminal_in_ci_is_not_asked() throws Exception {
    debian();

    Run run = machine.root().variable("CI", "true").runAtTerminal("", "verify");

    assertThat(run.exitCode()).isZero();
    assertThat(run.out()).doesNotContain("[Y/n]");
    assertThat(machine.calls()).contains(VERIFY);
  }

  @Test
  void a_runtime_without_a_compiler_is_not_enough_to_build() throws Exception {
    debian();

    Run run = machine.jre("17.0.1").maven("3.8.7").run("local");

    assertThat(run.exitCode()).isEqualTo(2);
    assertThat(run.err())
        .contains(
            "a JDK, 17 or later (Java 17 in " + machine.jreHome("17.0.1") + " is only a runtime",
            APT + "openjdk-17-jdk-headless\n");
  }

  @Test
  void an_old_java_is_named() throws Exception {
    Run run = machine.jdk("11.0.2").maven("3.8.7").run("local");

    assertThat(run.exitCode()).isEqualTo(2);
    assertThat(run.err()).contains("a JDK, 17 or later (Java 11 is too old)");
  }

  @ParameterizedTest
  @CsvSource({"3.6.3, 2", "3.7.1, 2", "3.8.1, 0", "3.10.0, 0", "4.0.0, 0", "4.0.0-rc-4, 0"})
  void maven_must_be_3_8_or_later(String version, int exitCode) throws Exception {
    Run run = machine.jdk("17.0.15").maven(version).run("models");

    assertThat(run.exitCode()).isEqualTo(exitCode);
    assertThat(run.err().contains("Maven, 3.8 or later (Maven %s is too old)".formatted(version)))
        .isEqualTo(exitCode == 2);
  }

  @Test
  void a_maven_that_is_too_old_after_the_installation_is_an_error() throws Exception {
    machine.packageManager("apt-get", "default-jdk-headless", "maven").offerMaven("3.6.3");

    Run run = machine.root().jdk("17.0.15").run("local");

    assertThat(run.exitCode()).isEqualTo(2);
    assertThat(run.err())
        .contains("but this machine still lacks:", "(Maven 3.6.3 is too old)", "maven.apache.org");
    assertThat(machine.calls()).containsExactly("apt-get update", APT + "maven");
  }

  @Test
  void java_home_comes_before_the_path() throws Exception {
    machine.jdk("17.0.15").maven("3.9.11").variable("JAVA_HOME", machine.jdkHome("25.0.3"));

    assertThat(machine.run("models").exitCode()).isZero();

    assertThat(machine.calls())
        .contains(PACKAGE, "  with JAVA_HOME=java-25.0.3")
        .noneMatch(call -> call.startsWith("java-17"));
  }

  @Test
  void a_jdk_25_that_only_java_home_names_is_enough() throws Exception {
    machine.maven("3.8.7").browser("chromium").variable("JAVA_HOME", machine.jdkHome("25.0.3"));

    assertThat(machine.run("verify").exitCode()).isZero();

    assertThat(machine.calls()).containsExactly(VERIFY, "  with JAVA_HOME=java-25.0.3");
  }

  @Test
  void a_java_home_without_a_compiler_runs_what_the_jdk_on_the_path_has_built() throws Exception {
    machine.jdk("17.0.15").maven("3.8.7").variable("JAVA_HOME", machine.jreHome("21.0.2"));

    assertThat(machine.run("models").exitCode()).isZero();

    assertThat(machine.calls())
        .contains("  with JAVA_HOME=java-17.0.15")
        .last()
        .asString()
        .startsWith("java-21.0.2/java ");
  }

  @ParameterizedTest
  @ValueSource(strings = {"serve", "send", "local"})
  void a_built_clone_needs_neither_maven_nor_a_compiler(String command) throws Exception {
    assertThat(machine.built().jre("17.0.15").run(command).exitCode()).isZero();

    assertThat(machine.calls())
        .singleElement()
        .asString()
        .startsWith("java-17.0.15/java ")
        .endsWith(" dev.caravan.Caravan " + command);
  }

  @Test
  void a_built_clone_without_java_lacks_only_a_jdk() throws Exception {
    debian();

    Run run = machine.built().root().run("serve");

    assertThat(run.exitCode()).isZero();
    assertThat(run.err()).contains("lacks:\ncaravan:   a JDK").doesNotContain("Maven");
    assertThat(machine.calls())
        .startsWith("apt-get update", APT + "openjdk-17-jdk-headless")
        .hasSize(3);
  }

  @ParameterizedTest
  @CsvSource({
    "local, a JDK, Maven from",
    "verify, a JDK, Chromium or Chrome; set CHROME_BIN",
  })
  void without_a_package_manager_it_says_where_to_get_it(String command, String one, String other)
      throws Exception {
    Run run = machine.root().run(command);

    assertThat(run.exitCode()).isEqualTo(2);
    assertThat(run.err()).contains("no package manager", "https://adoptium.net", one, other);
  }

  @Test
  void a_package_manager_without_a_jdk_is_an_error() throws Exception {
    Run run = machine.root().packageManager("dnf", "maven", "chromium").run("verify");

    assertThat(run.exitCode()).isEqualTo(2);
    assertThat(run.err()).contains("dnf has no package of a JDK", "https://adoptium.net");
    assertThat(machine.calls()).isEmpty();
  }

  @Test
  void an_installation_that_fails_ends_it_and_says_why() throws Exception {
    debian();

    Run run = machine.root().offerFailureOf("maven").run("verify");

    assertThat(run.exitCode()).isEqualTo(1);
    assertThat(run.err())
        .contains("The installation failed", "launcher-install.log", "E: maven is broken");
    assertThat(machine.calls()).noneMatch(call -> call.startsWith("mvn"));
  }

  @Test
  void a_browser_that_has_no_package_is_done_without() throws Exception {
    machine.packageManager("apt-get", "default-jdk-headless");

    Run run = machine.root().jdk("17.0.15").maven("3.8.7").run("verify");

    assertThat(run.exitCode()).isZero();
    assertThat(run.err())
        .contains(
            "apt-get has no package of Chromium",
            "Going on without a browser: the tests of the page will be skipped.");
    assertThat(machine.calls()).contains(VERIFY);
  }

  @Test
  void a_browser_that_cant_be_installed_is_done_without() throws Exception {
    debian();

    Run run = machine.root().jdk("17.0.15").maven("3.8.7").offerFailureOf("chromium").run("verify");

    assertThat(run.exitCode()).isZero();
    assertThat(run.err()).contains("E: chromium is broken", "Going on without a browser");
    assertThat(machine.calls()).contains(VERIFY);
  }

  @Test
  void a_user_without_a_browser_gets_the_command_and_the_other_tests() throws Exception {
    debian();

    Run run = machine.sudo().jdk("17.0.15").maven("3.8.7").run("verify");

    assertThat(run.exitCode()).isZero();
    assertThat(run.err())
        .contains("sudo " + APT + "chromium fonts-liberation\n", "Going on without a browser");
    assertThat(machine.calls()).startsWith(VERIFY);
  }

  @Test
  void ci_without_a_browser_is_told_that_the_tests_of_the_page_will_fail() throws Exception {
    Run run = machine.jdk("17.0.15").maven("3.8.7").variable("CI", "true").run("verify");

    assertThat(run.err()).contains("CI is true, so the tests of the page will fail");
  }

  @ParameterizedTest
  @ValueSource(strings = {"chromium", "chromium-browser", "google-chrome", "google-chrome-stable"})
  void a_browser_on_the_path_will_do(String name) throws Exception {
    Run run = machine.jdk("17.0.15").maven("3.8.7").browser(name).run("verify");

    assertThat(run.exitCode()).isZero();
    assertThat(run.err()).doesNotContain("lacks");
  }

  @Test
  void chrome_bin_names_a_browser_off_the_path() throws Exception {
    Path mine = machine.jdkHome("25").resolve("bin/javac");

    machine.jdk("17.0.15").maven("3.8.7").variable("CHROME_BIN", mine);
    assertThat(machine.run("verify").err()).doesNotContain("lacks");

    machine.variable("CHROME_BIN", mine.resolveSibling("gone"));
    Run run = machine.run("verify");
    assertThat(run.exitCode()).isEqualTo(2);
    assertThat(run.err()).contains("CHROME_BIN is " + mine.resolveSibling("gone"));
  }

  @Test
  void verify_ends_as_maven_does_and_with_the_tests_that_were_skipped() throws Exception {
    String skips =
        """
        mkdir -p target/skipped-tests
        printf 'PageIT was skipped: no browser.\\nInstall one.\\n' >target/skipped-tests/PageIT.txt
        echo BUILD FAILURE
        exit 1
        """
            .replace("target/", machine.tree() + "/target/");

    Run run = machine.jdk("17.0.15").maven("3.8.7", skips).browser("chromium").run("verify");

    assertThat(run.exitCode()).isEqualTo(1);
    assertThat(run.out()).isEqualTo("BUILD FAILURE\n");
    assertThat(run.err())
        .endsWith("caravan: PageIT was skipped: no browser.\ncaravan: Install one.\n");
  }

  @Test
  void verify_forgets_what_an_earlier_run_has_skipped() throws Exception {
    Path earlier = machine.tree().resolve("target/skipped-tests");
    Files.writeString(Files.createDirectories(earlier).resolve("PageIT.txt"), "was skipped\n");

    Run run = machine.jdk("17.0.15").maven("3.8.7").browser("chromium").run("verify");

    assertThat(run.err()).doesNotContain("was skipped");
  }

  @ParameterizedTest
  @ValueSource(strings = {"--help", "-h"})
  void help_of_verify_needs_nothing(String option) throws Exception {
    Run run = machine.run("verify", option);

    assertThat(run.exitCode()).isZero();
    assertThat(run.out()).startsWith("Usage: caravan verify").contains("Exit codes: 0 ");
    assertThat(run.err()).isEmpty();
  }

  @Test
  void a_long_build_shows_where_it_is() throws Exception {
    String line = "[INFO] Downloaded from central: https://maven.test/a/b.jar (1 kB at 2 kB/s)";

    Run run = machine.jdk("17.0.15").slowMaven("3.8.7", line).run("models");

    assertThat(run.err()).contains("  10 s: Downloaded from central: b.jar (1 kB at 2 kB/s)\n");
  }

  @Test
  void a_build_that_fails_shows_the_errors_of_maven() throws Exception {
    String fails = "echo '[INFO] Compiling'; echo '[ERROR] X.java:[1,2] bad'; exit 1";

    Run run = machine.jdk("17.0.15").maven("3.8.7", fails).run("models");

    assertThat(run.exitCode()).isEqualTo(1);
    assertThat(run.err())
        .contains("The build failed", "launcher-build.log", "[ERROR] X.java:[1,2] bad")
        .doesNotContain("[INFO] Compiling");
  }
}
