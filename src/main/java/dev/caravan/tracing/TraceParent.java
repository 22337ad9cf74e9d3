package dev.caravan.tracing;

import java.util.HexFormat;
import java.util.Optional;
import java.util.random.RandomGenerator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The trace context that one process passes to the next (W3C Trace Context).
 *
 * @param traceId 32 hexadecimal digits
 * @param spanId the caller's span, 16 hexadecimal digits
 * @param sampled true if the caller exports its spans
 * @param state the vendors' values in {@code tracestate}; empty if there are none
 */
record TraceParent(String traceId, String spanId, boolean sampled, String state) {

  static final String HEADER = "traceparent";
  static final String STATE_HEADER = "tracestate";

  /** Later versions may add fields after the flags; version 00 has none. */
  private static final Pattern FORM =
      Pattern.compile("(?!ff)([0-9a-f]{2})-([0-9a-f]{32})-([0-9a-f]{16})-([0-9a-f]{2})(-.*)?");

  /** W3C requires at least this length to be passed on; a longer value may be dropped. */
  private static final int LONGEST_STATE = 512;

  private static final Pattern STATE = Pattern.compile("[\\x20-\\x7e]*");

  /**
   * @param parent the header {@value #HEADER}; null if there was none
   * @param state the header {@value #STATE_HEADER}; null if there was none
   * @return empty if the header is not valid; the trace then begins here
   */
  static Optional<TraceParent> parse(String parent, String state) {
    Matcher parts = FORM.matcher(parent == null ? "" : parent.strip());
    if (!parts.matches()
        || isZero(parts.group(2))
        || isZero(parts.group(3))
        || parts.group(1).equals("00") && parts.group(5) != null) {
      return Optional.empty();
    }
    boolean sampled = (Integer.parseInt(parts.group(4), 16) & 1) == 1;
    return Optional.of(
        new TraceParent(parts.group(2), parts.group(3), sampled, isCarried(state) ? state : ""));
  }

  /** A trace that begins here and is not exported. */
  static TraceParent fresh(RandomGenerator random) {
    return new TraceParent(digits(random, 16), digits(random, 8), false, "");
  }

  /** The header {@value #HEADER}. */
  String header() {
    return "00-" + traceId + '-' + spanId + (sampled ? "-01" : "-00");
  }

  private static boolean isCarried(String state) {
    return state != null && state.length() <= LONGEST_STATE && STATE.matcher(state).matches();
  }

  private static boolean isZero(String digits) {
    return digits.chars().allMatch(digit -> digit == '0');
  }

  private static String digits(RandomGenerator random, int bytes) {
    byte[] drawn = new byte[bytes];
    do {
      random.nextBytes(drawn);
    } while (isZero(HexFormat.of().formatHex(drawn)));
    return HexFormat.of().formatHex(drawn);
  }
}
