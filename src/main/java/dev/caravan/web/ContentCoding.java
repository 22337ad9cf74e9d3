package dev.caravan.web;

import java.util.List;
import java.util.Set;

/** Which compression a caller accepts for an answer, and which one its own body may have. */
final class ContentCoding {

  private static final Set<String> GZIP = Set.of("gzip", "x-gzip");

  private ContentCoding() {}

  /**
   * Whether an answer may be compressed with gzip.
   *
   * @param lines of the header {@code Accept-Encoding}
   */
  static boolean acceptsGzip(List<String> lines) {
    List<FieldValue> accepted = FieldValue.list(lines);
    List<FieldValue> named = accepted.stream().filter(each -> GZIP.contains(each.name())).toList();
    // A coding that is named has priority over the asterisk, which stands for all others.
    List<FieldValue> relevant =
        named.isEmpty()
            ? accepted.stream().filter(each -> each.name().equals("*")).toList()
            : named;
    return !relevant.isEmpty() && relevant.stream().allMatch(each -> each.quality() > 0);
  }

  /**
   * Whether a body is sent as it is.
   *
   * @param lines of the header {@code Content-Encoding}
   */
  static boolean isIdentity(List<String> lines) {
    return lines.stream()
        .allMatch(line -> line.isBlank() || line.strip().equalsIgnoreCase("identity"));
  }
}
