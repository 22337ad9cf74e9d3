package dev.caravan.store;

import dev.caravan.generation.Generation;
import dev.caravan.generation.GenerationId;
import java.time.Instant;
import java.time.LocalDate;

/**
 * Where things lie in the bucket. Keys are made from ids alone, never from user text.
 *
 * @param prefix before every key; empty, or ends with {@code /}
 */
public record Keys(String prefix) {

  /** The last millisecond an index can name: the year 2286. */
  private static final long LATEST = 9_999_999_999_999L;

  private static final int WIDTH = 13;

  public Keys {
    prefix = prefix == null || prefix.isBlank() ? "" : prefix.replaceAll("/+$", "") + "/";
  }

  String record(String id) {
    return prefix + "generations/" + new GenerationId(id) + ".json";
  }

  /** Empty objects whose plain listing is newest first. */
  String index(Generation generation) {
    return index() + cursor(generation);
  }

  String index() {
    return prefix + "index/";
  }

  /** What a page of the listing ends with, and the next one starts after. */
  static String cursor(Generation generation) {
    return inverted(generation.times().received()) + "-" + generation.id();
  }

  static String idOf(String cursor) {
    return cursor.substring(cursor.indexOf('-') + 1);
  }

  /** Never written: whether it may be, is what is asked. */
  public String probe() {
    return prefix + "generations/probe";
  }

  /** Where the instances note what they have spent on that day. */
  public String budget(LocalDate day) {
    return prefix + "budget/" + day + "/";
  }

  String result(String id, String contentType) {
    GenerationId safe = new GenerationId(id);
    return switch (contentType) {
      case "image/png" -> prefix + "images/" + safe + ".png";
      case "image/jpeg" -> prefix + "images/" + safe + ".jpg";
      default -> prefix + "texts/" + safe + ".txt";
    };
  }

  private static String inverted(Instant time) {
    String digits = Long.toString(LATEST - time.toEpochMilli());
    // Always as wide, or the listing would not be in order.
    return "0".repeat(Math.max(0, WIDTH - digits.length())) + digits;
  }
}
