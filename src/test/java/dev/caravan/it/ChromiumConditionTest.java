package dev.caravan.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ChromiumConditionTest {

  @TempDir Path folder;

  @Test
  void without_a_browser_the_tests_are_skipped_and_the_reason_is_kept() throws IOException {
    assumeNoBrowserOfMacos();

    assertThat(condition(Map.of("PATH", folder.toString())).decide("PageIT").isDisabled()).isTrue();

    assertThat(skipped().resolve("PageIT.txt"))
        .content()
        .startsWith(
            "PageIT was skipped: it tests the page in a browser, and this machine has none.")
        .contains("apt-get install chromium", "CHROME_BIN");
  }

  @Test
  void without_a_browser_the_tests_fail_in_ci() {
    assumeNoBrowserOfMacos();
    ChromiumCondition inCi = condition(Map.of("PATH", folder.toString(), "CI", "true"));

    assertThatThrownBy(() -> inCi.decide("PageIT"))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageStartingWith("PageIT needs Chromium or Chrome, and this machine has neither.");
    assertThat(skipped()).doesNotExist();
  }

  @ParameterizedTest
  @ValueSource(strings = {"chromium", "chromium-browser", "google-chrome", "google-chrome-stable"})
  void a_browser_on_the_path_will_do(String name) throws IOException {
    Path browser = executable(name);
    Map<String, String> variables = Map.of("PATH", "/nowhere:" + folder, "CI", "true");

    assertThat(Chromium.find(variables)).contains(browser);
    assertThat(condition(variables).decide("PageIT").isDisabled()).isFalse();
    assertThat(skipped()).doesNotExist();
  }

  @Test
  void chrome_bin_comes_first() throws IOException {
    executable("chromium");
    Path named = executable("mine");

    assertThat(Chromium.find(Map.of("PATH", folder.toString(), "CHROME_BIN", named.toString())))
        .contains(named);
  }

  @Test
  void a_chrome_bin_that_cant_be_started_is_an_error_and_no_reason_to_skip() throws IOException {
    executable("chromium");
    Map<String, String> variables =
        Map.of("PATH", folder.toString(), "CHROME_BIN", folder.resolve("gone").toString());

    assertThatThrownBy(() -> condition(variables).decide("PageIT"))
        .hasMessageContaining("CHROME_BIN is " + folder.resolve("gone"))
        .hasMessageContaining("not an executable file");
  }

  private static void assumeNoBrowserOfMacos() {
    assumeThat(Chromium.find(Map.of())).as("a browser below /Applications").isEmpty();
  }

  private ChromiumCondition condition(Map<String, String> variables) {
    return new ChromiumCondition(variables, skipped());
  }

  private Path skipped() {
    return folder.resolve("skipped-tests");
  }

  private Path executable(String name) throws IOException {
    Path file = Files.writeString(folder.resolve(name), "#!/bin/sh\n");
    return Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x"));
  }
}
