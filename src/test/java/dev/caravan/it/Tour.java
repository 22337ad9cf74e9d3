package dev.caravan.it;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What {@code docs/tour.md} tells its reader to type, so that a test does exactly this. */
record Tour(String text) {

  private static final Pattern BLOCK = Pattern.compile("(?s)\n```\\w+\n(.*?)```");

  static Tour read() throws IOException {
    return new Tour(Files.readString(Path.of("docs", "tour.md")));
  }

  /** The first block of code after these words. */
  String blockAfter(String words) {
    int at = text.indexOf(words);
    Matcher block = BLOCK.matcher(text);
    if (at < 0 || !block.find(at)) {
      throw new AssertionError("docs/tour.md has no block after \"" + words + "\"");
    }
    return block.group(1);
  }
}
