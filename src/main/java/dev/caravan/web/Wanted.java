package dev.caravan.web;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Which bytes of a content an answer must have.
 *
 * @param first position of the first byte, from 0
 * @param last position of the last byte; {@code first - 1} if there are no bytes
 */
record Wanted(Kind kind, long first, long last) {

  private static final String UNIT = "bytes=";
  private static final Pattern RANGE = Pattern.compile("(\\d*)-(\\d*)");

  /** More digits than any position has. */
  private static final int MOST_DIGITS = 18;

  /** What kind of answer follows. */
  enum Kind {
    /** 304: the caller has the content already. */
    NOT_MODIFIED,
    /** The headers of a 200, for HEAD. */
    HEADERS,
    /** 200 with all bytes. */
    ALL,
    /** 206 with one range. */
    PART,
    /** 416: the content has no byte of the range. */
    NOTHING
  }

  static Wanted without(Kind kind) {
    return new Wanted(kind, 0, -1);
  }

  static Wanted all(long size) {
    return new Wanted(Kind.ALL, 0, size - 1);
  }

  /**
   * Reads the header {@code Range} (RFC 9110, section 14.2). A header that breaks the grammar, or
   * asks for several ranges, is ignored.
   *
   * @param lines of the header
   * @param size of the content in bytes
   */
  static Wanted of(List<String> lines, long size) {
    if (lines.size() != 1 || size == 0) {
      return all(size);
    }
    String line = lines.get(0).strip();
    if (!line.regionMatches(true, 0, UNIT, 0, UNIT.length())) {
      return all(size);
    }
    List<String> ranges = new ArrayList<>();
    for (String range : line.substring(UNIT.length()).split(",")) {
      // The grammar of lists allows empty elements.
      if (!range.isBlank()) {
        ranges.add(range.strip());
      }
    }
    Matcher range = RANGE.matcher(ranges.size() == 1 ? ranges.get(0) : "");
    return range.matches() ? of(range.group(1), range.group(2), size) : all(size);
  }

  private static Wanted of(String from, String to, long size) {
    if (from.isEmpty()) {
      return to.isEmpty() ? all(size) : suffix(number(to), size);
    }
    long first = number(from);
    long last = to.isEmpty() ? Long.MAX_VALUE : number(to);
    if (last < first) {
      return all(size);
    }
    return first < size
        ? new Wanted(Kind.PART, first, Math.min(last, size - 1))
        : without(Kind.NOTHING);
  }

  private static Wanted suffix(long length, long size) {
    return length == 0
        ? without(Kind.NOTHING)
        : new Wanted(Kind.PART, Math.max(0, size - length), size - 1);
  }

  private static long number(String digits) {
    return digits.length() > MOST_DIGITS && digits.replaceFirst("^0+", "").length() > MOST_DIGITS
        ? Long.MAX_VALUE
        : Long.parseLong(digits);
  }

  long length() {
    return last - first + 1;
  }

  /** The value of the header {@code Content-Range}. */
  String contentRange(long size) {
    return kind == Kind.NOTHING ? "bytes */" + size : "bytes " + first + '-' + last + '/' + size;
  }
}
