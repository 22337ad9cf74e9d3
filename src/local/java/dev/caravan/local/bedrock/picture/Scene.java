package dev.caravan.local.bedrock.picture;

/**
 * What to paint.
 *
 * @param prompt the words that steer the picture and are written on it; any Unicode, may be empty
 * @param seed any number; another seed gives another picture for the same prompt
 * @param width pixels, 256..4096
 * @param height pixels, 256..4096
 */
public record Scene(String prompt, long seed, int width, int height) {

  /** Refuses sides outside 256..4096 pixels. */
  public Scene {
    if (Math.min(width, height) < 256 || Math.max(width, height) > 4096) {
      throw new IllegalArgumentException(
          "The picture is " + width + " x " + height + " pixels. Each side must be 256..4096.");
    }
  }
}
