package dev.caravan.store;

import dev.caravan.generation.Generation;
import dev.caravan.generation.GenerationId;
import java.time.Instant;
import java.time.LocalDate;
import java.util.regex.Pattern;

/**
 * The keys of all objects in the bucket but results ({@link ResultKeys}). Keys are built from ids
 * only, never from user text.
 *
 * @param prefix of every key; empty, or ends with {@code /}
 */
public record Keys(String prefix) {

  /** The last millisecond that an index key can express, in the year 2286. */
  private static final long LATEST = 9_999_999_999_999L;

  private static final int WIDTH = 13;

  /** Sorts behind every character of an id. */
  private static final String AFTER_ALL_IDS = "~";

  private static final Pattern CURSOR =
      Pattern.compile("\\d{%d}-[A-Za-z0-9_-]{1,128}".formatted(WIDTH));

  public Keys {
    prefix = prefix == null || prefix.isBlank() ? "" : prefix.replaceAll("/+$", "") + "/";
  }

  String record(String id) {
    return prefix + "generations/" + new GenerationId(id) + ".json";
  }

  /** The empty objects of the index; S3 lists them newest first. */
  String index(Generation generation) {
    return index() + cursor(generation);
  }

  String index() {
    return prefix + "index/";
  }

  /** The position in the listing: a page ends with it, and the next page starts after it. */
  static String cursor(Generation generation) {
    return inverted(generation.times().received()) + "-" + generation.id();
  }

  /** A cursor before those of all generations that were received at this time or earlier. */
  static String cursorAt(Instant received) {
    return inverted(received);
  }

  /** A position behind those of all generations that were received at this time or later. */
  static String cursorBehind(Instant received) {
    return inverted(received) + AFTER_ALL_IDS;
  }

  /** When the generation at this position was received, in whole milliseconds. */
  static Instant timeOf(String cursor) {
    return Instant.ofEpochMilli(LATEST - Long.parseLong(cursor.substring(0, WIDTH)));
  }

  /** Whether Caravan itself may have written an object with this name to the index. */
  public static boolean isCursor(String name) {
    return CURSOR.matcher(name).matches();
  }

  static String idOf(String cursor) {
    return cursor.substring(cursor.indexOf('-') + 1);
  }

  /** Probes write a few bytes to this key, under conditions that a store must refuse. */
  public String probe() {
    return prefix + "generations/probe";
  }

  /** The notes of the sweep; not a valid record, because its name has no ending. */
  String sweep() {
    return prefix + "generations/sweep";
  }

  /** Which segments there are. */
  String searchMap() {
    return prefix + "search/map.json";
  }

  String searchSegments() {
    return prefix + "search/segments/";
  }

  String searchMarks() {
    return prefix + "search/changed/";
  }

  /**
   * The body of a message that is too large for its dead letter. Several messages may have the same
   * id.
   *
   * @param digest the body's SHA-256
   */
  public String deadLetter(String id, String digest) {
    // The rules for ids hold for a digest, too.
    return prefix + "dead-letters/" + new GenerationId(id) + "/" + new GenerationId(digest);
  }

  /** The folders of all days in which the instances record what they spent. */
  public String budget() {
    return prefix + "budget/";
  }

  /** The folder in which the instances record what they spent on that day. */
  public String budget(LocalDate day) {
    return budget() + day + "/";
  }

  private static String inverted(Instant time) {
    // Callers may search for times that no index key can express.
    long millis = Math.max(0, Math.min(LATEST, time.toEpochMilli()));
    String digits = Long.toString(LATEST - millis);
    // S3 sorts keys as text, so all have the same width.
    return "0".repeat(Math.max(0, WIDTH - digits.length())) + digits;
  }
}
