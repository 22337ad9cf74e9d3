package dev.caravan.shipping;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/**
 * The licences of all dependencies allow redistribution. The build's license-maven-plugin writes
 * the list; this test fails if the list is missing.
 */
class LicencesTest {

  private static final Path LIST = Path.of("target/licences/THIRD-PARTY.txt");

  /** {@code (Licence) (Another) Name (group:artifact:version - url)}. */
  private static final Pattern LINE =
      Pattern.compile("\\s*((?:\\([^)]*\\) )+).* \\(([^ :]+:[^ :]+):[^ ]+ - .*\\)");

  /** If an artifact has several licences, one of these is enough. */
  private static final Set<String> PERMISSIVE =
      Set.of(
          "Apache License, Version 2.0",
          "The Apache Software License, Version 2.0",
          "The Apache Software License, version 2.0",
          "The Apache License, Version 2.0",
          "Apache-2.0",
          "Apache 2.0",
          "Apache 2.0 License",
          "Apache 2",
          "MIT",
          "MIT-0",
          "The MIT License",
          "The BSD License",
          "The BSD 2-Clause License",
          "BSD-2-Clause",
          "BSD-3-Clause",
          "Eclipse Distribution License - v 1.0",
          "EDL 1.0",
          "Public Domain, per Creative Commons CC0");

  /** Caravan uses these unchanged; changes to their files would have to be published. */
  private static final Map<String, String> WEAK_COPYLEFT =
      Map.of(
          "ch.qos.logback:logback-classic", "EPL-2.0",
          "ch.qos.logback:logback-core", "EPL-2.0",
          "jakarta.servlet:jakarta.servlet-api", "EPL 2.0",
          // A font for the pictures of the laptop AWS; not part of the service.
          "net.sf.jasperreports:jasperreports-fonts", "GNU Lesser General Public License");

  @Test
  void every_dependency_may_be_redistributed() throws IOException {
    assertThat(LIST).as("written by mvn generate-resources").exists();
    List<String> lines =
        Files.readAllLines(LIST).stream().filter(line -> line.contains(" - ")).toList();

    assertThat(lines).hasSizeGreaterThan(100);
    assertThat(lines).filteredOn(line -> !mayBeHandedOn(line)).isEmpty();
  }

  @Test
  void a_licence_that_is_not_on_the_list_is_found() {
    assertThat(mayBeHandedOn("     (AGPL-3.0) Some (a.b:c:1.0 - http://c)")).isFalse();
    assertThat(mayBeHandedOn("     (AGPL-3.0) (MIT) Some (a.b:c:1.0 - http://c)")).isTrue();
    assertThat(mayBeHandedOn("     (EPL 2.0) Some (a.b:c:1.0 - http://c)")).isFalse();
  }

  private static boolean mayBeHandedOn(String line) {
    Matcher matcher = LINE.matcher(line);
    assertThat(matcher.matches()).as("can't be read: %s", line).isTrue();
    List<String> licences =
        Arrays.stream(matcher.group(1).strip().split("\\) \\("))
            .map(licence -> licence.replaceAll("^\\(|\\)$", ""))
            .toList();
    return licences.stream().anyMatch(PERMISSIVE::contains)
        || licences.contains(WEAK_COPYLEFT.get(matcher.group(2)));
  }
}
