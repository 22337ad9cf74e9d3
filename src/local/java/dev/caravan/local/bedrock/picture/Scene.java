package dev.caravan.local.bedrock.picture;

import java.util.Objects;

/**
 * What to paint.
 *
 * @param prompt the words that steer the picture and stand on it; any Unicode, may be empty
 * @param seed any number; another seed gives another picture for the same prompt
 * @param width pixels, 256..4096
 * @param height pixels, 256..4096
 */
public record Scene(String prompt, long seed, int width, int height) {

  private static final int SMALLEST = 256;
  private static final int LARGEST = 4096;

  /** Refuses a missing prompt and sides outside 256..4096 pixels. */
  public Scene {
    Objects.requireNonNull(prompt, "prompt");
    requireSide("width", width);
    requireSide("height", height);
  }

  private static void requireSide(String name, int pixels) {
    if (pixels < SMALLEST || pixels > LARGEST) {
      throw new IllegalArgumentException(
          name + " is " + pixels + " pixels, but must be " + SMALLEST + ".." + LARGEST);
    }
  }
}
