package dev.caravan.routes.lint;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * A file with a deliberate fault. The comment {@code # expect: rule} is on the faulty line, or on a
 * line of its own above it.
 *
 * @param instead a faulty text and the text that fixes it
 * @param told the same in words, if the fix is not a replacement of one text by another
 */
record PlantedFault(Path file, String text, Optional<Instead> instead, Optional<Instead> told) {

  static final Path FOLDER = Path.of("src/test/resources/lint/faults");

  private static final Pattern EXPECTED = Pattern.compile("(.*)# expect: ([\\w-]+)$");
  private static final Pattern INSTEAD =
      Pattern.compile("(?m)^# instead of: (.+)\\R# write:      (.+)$");

  private static final Pattern TOLD = Pattern.compile("(?m)^# not: (.+)\\R# but: (.+)$");

  record Instead(String of, String write) {

    static Optional<Instead> in(String text, Pattern form) {
      Matcher instead = form.matcher(text);
      return instead.find()
          ? Optional.of(new Instead(instead.group(1), instead.group(2)))
          : Optional.empty();
    }
  }

  /** A finding that lint must report. */
  record Expected(String rule, int line) {}

  static Stream<PlantedFault> all() {
    try (Stream<Path> files = Files.list(FOLDER)) {
      return files.sorted().toList().stream().map(PlantedFault::read);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static PlantedFault read(Path file) {
    try {
      String text = Files.readString(file);
      return new PlantedFault(file, text, Instead.in(text, INSTEAD), Instead.in(text, TOLD));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  List<Expected> expected() {
    List<Expected> expected = new ArrayList<>();
    List<String> waiting = new ArrayList<>();
    List<String> lines = text.lines().toList();
    for (int i = 0; i < lines.size(); i++) {
      Matcher comment = EXPECTED.matcher(lines.get(i));
      if (comment.matches() && comment.group(1).isBlank()) {
        waiting.add(comment.group(2));
        continue;
      }
      for (String rule : waiting) {
        expected.add(new Expected(rule, i + 1));
      }
      waiting.clear();
      if (comment.matches()) {
        expected.add(new Expected(comment.group(2), i + 1));
      }
    }
    return expected;
  }

  /** The text of the file with the fault fixed. */
  Optional<String> fixed() {
    return instead.map(
        it -> {
          String body = text.replaceFirst("(?m)^# instead of: .+\\R# write: .+\\R", "");
          return body.replace(it.of(), it.write());
        });
  }

  /** The rule that the file is named after. */
  String rule() {
    return Rules.all().stream()
        .map(Rule::id)
        .filter(id -> name().equals(id) || name().startsWith(id + "-"))
        .max(java.util.Comparator.comparingInt(String::length))
        .orElseThrow(() -> new AssertionError(file + " is named after no rule"));
  }

  private String name() {
    return file.getFileName().toString().split("[.]")[0];
  }

  @Override
  public String toString() {
    return name();
  }
}
