package dev.caravan.shipping;

import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Keeps the comments and strings of Java source; code becomes {@code ;}, line breaks stay. */
final class JavaProse {

  private static final Pattern PROSE =
      Pattern.compile(
          // A block comment, a line comment, a text block, a string; a character is code.
          "(?<prose>/\\*(?s:.*?)\\*/|//[^\\n]*"
              + "|\"\"\"(?s:(?:\\\\.|[^\\\\])*?)\"\"\"|\"(?:\\\\.|[^\"\\\\\\n])*+\")"
              + "|'(?:\\\\.|[^'\\\\\\n])+'");

  private JavaProse() {}

  static String of(String source) {
    StringBuilder prose = new StringBuilder(source.length());
    Matcher matcher = PROSE.matcher(source);
    int from = 0;
    while (matcher.find()) {
      MatchResult match = matcher.toMatchResult();
      prose.append(code(source.substring(from, match.start())));
      prose.append(matcher.group("prose") == null ? code(match.group()) : matcher.group("prose"));
      from = match.end();
    }
    return prose.append(code(source.substring(from))).toString();
  }

  /** Keeps the {@code +} of concatenated strings, so that a phrase may continue behind it. */
  private static String code(String source) {
    return source.replaceAll("[^\\s+]", ";");
  }
}
