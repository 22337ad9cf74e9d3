package dev.caravan.local.test.match;

import com.fasterxml.jackson.databind.JsonNode;

/**
 * An expectation that does not hold.
 *
 * @param what is expected to be so, for example {@code body.code}
 */
public record Mismatch(Place place, String what, String expected, String actual) {

  private static final int LONGEST = 300;

  /** A value as a report shows it: JSON, so that 1 and "1" can be told apart. */
  public static String shown(JsonNode value) {
    if (value == null || value.isMissingNode() || value.isNull()) {
      return "nothing";
    }
    String json = value.toString();
    return json.length() <= LONGEST ? json : json.substring(0, LONGEST) + "…";
  }
}
