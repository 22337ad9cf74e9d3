package dev.caravan.web;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.camel.Message;

/**
 * The conditions of a GET or HEAD request (RFC 9110, section 13): {@code If-Match} and {@code
 * If-None-Match}. All resources use this comparison.
 *
 * @param ifMatch the lines of the header
 * @param ifNoneMatch the lines of the header
 */
record Conditions(List<String> ifMatch, List<String> ifNoneMatch) {

  private static final String ANY = "*";
  private static final String WEAK = "W/";

  /** What the conditions mean for a resource. */
  enum Outcome {
    SEND,
    NOT_MODIFIED,
    FAILED
  }

  static Conditions of(Message message) {
    return new Conditions(Lines.of(message, "If-Match"), Lines.of(message, "If-None-Match"));
  }

  /**
   * @param etag of the resource, which exists: {@code "…"}, or {@code W/"…"} if it is weak
   */
  Outcome on(String etag) {
    // If-Match compares strongly: a weak tag equals nothing.
    if (!ifMatch.isEmpty() && !names(ifMatch, tag -> !tag.startsWith(WEAK) && tag.equals(etag))) {
      return Outcome.FAILED;
    }
    // If-None-Match compares weakly: the mark W/ makes no difference.
    return names(ifNoneMatch, tag -> opaque(tag).equals(opaque(etag)))
        ? Outcome.NOT_MODIFIED
        : Outcome.SEND;
  }

  private interface Comparison {
    boolean equal(String tag);
  }

  private static boolean names(List<String> lines, Comparison comparison) {
    return lines.stream()
        .anyMatch(
            line -> line.strip().equals(ANY) || tags(line).stream().anyMatch(comparison::equal));
  }

  private static String opaque(String tag) {
    return tag.startsWith(WEAK) ? tag.substring(WEAK.length()) : tag;
  }

  /** The tags of one line, up to the first place that breaks the grammar. */
  private static List<String> tags(String line) {
    List<String> tags = new ArrayList<>();
    String rest = line.strip();
    while (!rest.isEmpty()) {
      Optional<String> tag = first(rest);
      if (tag.isPresent()) {
        tags.add(tag.get());
        rest = rest.substring(tag.get().length()).strip();
      }
      if (rest.isEmpty() || rest.charAt(0) != ',') {
        return tags;
      }
      rest = rest.substring(1).strip();
    }
    return tags;
  }

  private static Optional<String> first(String text) {
    int quote = text.startsWith(WEAK) ? WEAK.length() : 0;
    if (quote >= text.length() || text.charAt(quote) != '"') {
      return Optional.empty();
    }
    // A tag may contain commas, but no quote and no backslash escape.
    int end = text.indexOf('"', quote + 1);
    return end < 0 ? Optional.empty() : Optional.of(text.substring(0, end + 1));
  }
}
