package dev.caravan.shipping;

import static dev.caravan.shipping.Documents.text;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Docs, messages and comments contain no phrase that {@code plain-words.txt} lists. */
class PlainWordsTest {

  private static final Phrases PHRASES = Phrases.of(text("src/test/resources/plain-words.txt"));

  /** Folders and files that people read. */
  private static final List<String> PATHS =
      List.of(
          "README.md",
          "CHANGELOG.md",
          "CONTRIBUTING.md",
          "RELEASE.md",
          "SECURITY.md",
          "docs",
          "routes",
          "terraform",
          ".github",
          ".ci/run",
          "Dockerfile",
          "caravan",
          "pom.xml",
          "src/image",
          "src/release",
          "src/main",
          "src/local",
          "src/bench",
          "src/test/java",
          "src/test/resources/lint");

  private static final Pattern TEXT =
      Pattern.compile(
          ".*\\.(md|java|ya?ml|properties|tf|hcl|html|js|css|json|xml|options)|[^.]*|.*\\.ci/run");

  /** Correct uses of a listed phrase, as "FILE: PHRASE", each with its reason. */
  private static final Set<String> ALLOWED =
      Set.of(
          // The examples of this test.
          "src/test/java/dev/caravan/shipping/PlainWordsTest.java: *");

  @Test
  void no_text_contains_a_listed_phrase() throws IOException {
    Set<String> unused = new HashSet<>(ALLOWED);
    Set<String> found = new TreeSet<>();
    for (Path file : files()) {
      for (Phrases.Found hit : PHRASES.in(prose(file))) {
        List<String> allowances = List.of(file + ": " + hit.phrase(), file + ": *");
        unused.removeAll(allowances);
        if (allowances.stream().noneMatch(ALLOWED::contains)) {
          found.add(
              "%s:%d: \"%s\"; write: %s".formatted(file, hit.line(), hit.phrase(), hit.better()));
        }
      }
    }

    assertThat(String.join("\n", found)).isEmpty();
    assertThat(unused).as("allowances that nothing needs").isEmpty();
  }

  static Stream<Arguments> examples() {
    return Stream.of(
        Arguments.of("// The key stands in a file.", "stands in"),
        Arguments.of("// It lies\n// there, and waits.", "lies there"),
        Arguments.of("/** Whoever\n * owns it. */", "Whoever"),
        Arguments.of("log(\"so often \" + count);", "so often"),
        Arguments.of("log(\"it stands \"\n + \"in a file\");", "stands in"),
        Arguments.of("\"\"\"\nOf no use: it is of no use\n\"\"\"", "is of no use"));
  }

  @ParameterizedTest
  @MethodSource("examples")
  void a_phrase_is_found_in_comments_and_strings_also_across_lines(String source, String phrase) {
    assertThat(PHRASES.in(JavaProse.of(source)))
        .extracting(Phrases.Found::phrase)
        .containsExactly(phrase);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "void whoever_stands_in() { stands(in); }",
        "int stands = 1; // in a file",
        "call(\"it stands\", \"in\");",
        "char quote = '\"'; int whoever = '\\''; // fine",
        "/** Recommend it. */",
      })
  void code_and_plain_words_are_not_found(String source) {
    assertThat(PHRASES.in(JavaProse.of(source))).isEmpty();
  }

  @Test
  void a_phrase_is_reported_with_its_line_and_a_better_wording() {
    assertThat(PHRASES.in("One.\nTwo.\nWe mend it."))
        .containsExactly(new Phrases.Found(3, "mend", "fix"));
  }

  private static String prose(Path file) {
    String text = text(file.toString());
    return file.toString().endsWith(".java") ? JavaProse.of(text) : text;
  }

  private static List<Path> files() throws IOException {
    List<Path> files = new ArrayList<>();
    for (String path : PATHS) {
      try (Stream<Path> walk = Files.walk(Path.of(path))) {
        walk.filter(Files::isRegularFile)
            .filter(file -> TEXT.matcher(file.toString()).matches())
            .filter(file -> !file.toString().contains("/.terraform/"))
            .forEach(files::add);
      }
    }
    return files;
  }
}
