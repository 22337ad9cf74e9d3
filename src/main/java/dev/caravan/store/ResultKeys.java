package dev.caravan.store;

import dev.caravan.generation.GenerationId;

/**
 * The keys of results: {@code images/} or {@code texts/}, then a name that contains the id, then
 * the ending. Different ids have different keys, and no text of a caller is in a key.
 *
 * @param prefix of every key; empty, or ends with {@code /}
 * @param image name of an image with <code>{id}</code> in it; null or blank for the id alone
 * @param text the same for a text
 */
public record ResultKeys(String prefix, String image, String text) {

  private static final String ID = "{id}";

  public ResultKeys {
    prefix = new Keys(prefix).prefix();
    image = image == null || image.isBlank() ? ID : image;
    text = text == null || text.isBlank() ? ID : text;
  }

  /** The usual names. */
  ResultKeys(String prefix) {
    this(prefix, ID, ID);
  }

  /**
   * @param contentType of which images decide the ending; anything else is a text
   */
  public String of(String id, String contentType) {
    String safe = new GenerationId(id).toString();
    return switch (contentType) {
      case "image/png" -> prefix + "images/" + image.replace(ID, safe) + ".png";
      case "image/jpeg" -> prefix + "images/" + image.replace(ID, safe) + ".jpg";
      default -> prefix + "texts/" + text.replace(ID, safe) + ".txt";
    };
  }
}
