package dev.caravan.routes.delivery;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.regex.Pattern;

/**
 * One decision about which route set is active.
 *
 * @param id its number and eight random hex digits, so that it is never used again
 * @param number from 1
 * @param set the hash of a set, or {@link #IMAGE}
 * @param by who decided
 * @param why the reason; may be empty
 * @param staged true if one instance tries the set before the others; false for a set that a fleet
 *     has already run
 */
public record Activation(
    String id, int number, String set, Instant at, String by, String why, boolean staged) {

  /** In place of a hash: the routes in the image. */
  public static final String IMAGE = "image";

  private static final Pattern ID = Pattern.compile("\\d{1,9}-[0-9a-f]{8}");
  private static final int SHOWN = 12;

  /**
   * @throws IllegalArgumentException if this is not an activation
   */
  static Activation read(JsonNode json) {
    Activation read =
        new Activation(
            json.path("id").asText(),
            json.path("number").asInt(),
            json.path("set").asText(),
            instant(json.path("at").asText()),
            json.path("by").asText(),
            json.path("why").asText(),
            json.path("staged").asBoolean(true));
    // Both become parts of keys.
    if (!ID.matcher(read.id).matches()
        || !read.set.equals(IMAGE) && !RouteSet.isHash(read.set)
        || read.number < 1) {
      throw new IllegalArgumentException("It contains an invalid id, number or set.");
    }
    return read;
  }

  private static Instant instant(String text) {
    try {
      return Instant.parse(text);
    } catch (DateTimeException e) {
      throw new IllegalArgumentException("\"" + text + "\" is not a time.", e);
    }
  }

  /** Writes it for machines, as in {@code current.json}. */
  public ObjectNode writeTo(ObjectNode json) {
    return json.put("id", id)
        .put("number", number)
        .put("set", set)
        .put("at", at.toString())
        .put("by", by)
        .put("why", why)
        .put("staged", staged);
  }

  /** The first twelve digits of the hash, or {@link #IMAGE}. */
  public String shortSet() {
    return shortened(set);
  }

  /** The first twelve digits of a hash, or {@link #IMAGE}. */
  public static String shortened(String set) {
    return set.length() > SHOWN ? set.substring(0, SHOWN) : set;
  }
}
