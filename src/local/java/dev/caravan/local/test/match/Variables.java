package dev.caravan.local.test.match;

import java.util.Map;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * The values of {@code ${name}} in a test. {@code $${name}} means the text {@code ${name}} itself.
 */
public record Variables(Map<String, String> values) {

  private static final Pattern FORM = Pattern.compile("\\$(\\$?)\\{([^{}]*)}");

  /** The names that a text uses. */
  public static Stream<String> in(String text) {
    return FORM.matcher(text)
        .results()
        .filter(found -> found.group(1).isEmpty())
        .map(found -> found.group(2));
  }

  public String fill(String text) {
    return FORM.matcher(text).replaceAll(this::replacement);
  }

  public Located fill(Located value) {
    return value.mapTexts(this::fill);
  }

  private String replacement(MatchResult found) {
    String whole = found.group();
    return Matcher.quoteReplacement(
        found.group(1).isEmpty() ? values.getOrDefault(found.group(2), whole) : whole.substring(1));
  }
}
