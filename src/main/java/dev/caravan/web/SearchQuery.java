package dev.caravan.web;

import dev.caravan.generation.State;
import dev.caravan.store.SearchFilter;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalTime;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** Reads the filters of {@code GET /generations}. */
final class SearchQuery {

  /** All parameters of the call, in the order in which a problem lists them. */
  static final Set<String> NAMES =
      new LinkedHashSet<>(
          List.of("status", "model", "text", "caller", "from", "to", "limit", "before"));

  private static final int LONGEST_MODEL = 256;
  private static final int LONGEST_TEXT = 1000;
  private static final Pattern CALLER = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]{0,63}");

  /** RFC 3339: date, time up to the minute, second, fraction, and offset. */
  private static final Pattern TIME =
      Pattern.compile(
          "(\\d{4}-\\d\\d-\\d\\d)[Tt](\\d\\d:\\d\\d):(\\d\\d)(?:\\.(\\d{1,9})\\d*)?"
              + "(?:[Zz]|([+-])(\\d\\d):(\\d\\d))");

  private SearchQuery() {}

  /**
   * @throws HttpProblem if a value can't be used
   */
  static SearchFilter filter(Map<String, String> query) {
    return new SearchFilter(
        status(query.get("status")),
        text("model", query.get("model"), LONGEST_MODEL),
        text("text", query.get("text"), LONGEST_TEXT),
        caller(query.get("caller")),
        time("from", query.get("from")),
        time("to", query.get("to")));
  }

  private static State status(String value) {
    return value == null
        ? null
        : Arrays.stream(State.values())
            .filter(state -> state.text().equals(value))
            .findFirst()
            .orElseThrow(
                () ->
                    HttpProblem.badRequest(
                        "\"status\" must be one of "
                            + Arrays.stream(State.values())
                                .map(State::text)
                                .collect(Collectors.joining(", "))
                            + "."));
  }

  private static String text(String name, String value, int longest) {
    if (value != null && (value.isEmpty() || value.codePointCount(0, value.length()) > longest)) {
      throw HttpProblem.badRequest(
          "\"%s\" must have 1 to %,d characters. Omit it to accept all generations."
              .formatted(name, longest));
    }
    return value;
  }

  private static String caller(String value) {
    if (value != null && !CALLER.matcher(value).matches()) {
      throw HttpProblem.badRequest(
          "\"caller\" must be the name of a caller: 1 to 64 letters, digits, \".\", \"_\" and"
              + " \"-\", beginning with a letter or digit.");
    }
    return value;
  }

  private static Instant time(String name, String value) {
    if (value == null) {
      return null;
    }
    Matcher parts = TIME.matcher(value);
    try {
      if (parts.matches()) {
        return time(parts);
      }
    } catch (DateTimeException e) {
      // Such as the 30th of February; refused below.
    }
    throw HttpProblem.badRequest(
        "\"%s\" must be a time such as 2026-06-01T09:15:30Z (RFC 3339). Write the \"+\" of an offset as %%2B."
            .formatted(name));
  }

  /** Java's own parser refuses leap seconds, and offsets above 18 hours. */
  private static Instant time(Matcher parts) {
    int seconds = Integer.parseInt(parts.group(3));
    int leap = seconds == 60 ? 1 : 0;
    String time = "%sT%s:%02d".formatted(parts.group(1), parts.group(2), seconds - leap);
    String fraction = parts.group(4) == null ? "" : '.' + parts.group(4);
    Instant written = Instant.parse(time + fraction + 'Z').plusSeconds(leap);
    if (parts.group(5) == null) {
      return written;
    }
    Duration offset =
        Duration.between(
            LocalTime.MIDNIGHT, LocalTime.parse(parts.group(6) + ':' + parts.group(7)));
    return parts.group(5).equals("+") ? written.minus(offset) : written.plus(offset);
  }
}
