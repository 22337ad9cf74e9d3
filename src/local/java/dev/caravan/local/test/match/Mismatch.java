package dev.caravan.local.test.match;

import com.fasterxml.jackson.databind.JsonNode;

/**
 * An expectation that does not hold.
 *
 * @param what the name of the compared value, for example {@code body.code}
 */
public record Mismatch(Place place, String what, String expected, String actual) {

  private static final int LONGEST = 300;

  /** A value as a report shows it: as JSON, which distinguishes 1 from "1". */
  public static String shown(JsonNode value) {
    if (value == null || value.isMissingNode() || value.isNull()) {
      return "nothing";
    }
    String json = value.toString();
    return json.length() <= LONGEST ? json : json.substring(0, LONGEST) + "…";
  }
}
