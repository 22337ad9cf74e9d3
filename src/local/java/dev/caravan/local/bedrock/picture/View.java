package dev.caravan.local.bedrock.picture;

import java.util.Random;

/**
 * Where things stand, in pixels, and in which light.
 *
 * @param scale the length that all sizes are a share of, so that every format looks alike
 * @param horizon the line where land meets water or plain
 * @param sunX centre of the sun or the moon
 * @param sunY centre of the sun or the moon
 * @param seed of everything random; each layer adds its own number
 */
record View(
    int width,
    int height,
    float scale,
    float horizon,
    float sunX,
    float sunY,
    Wishes wishes,
    Palette palette,
    long seed) {

  static View of(Scene scene) {
    long seed = seed(scene);
    Random chance = new Random(seed);
    Wishes wishes = Wishes.of(scene.prompt(), chance);
    int width = scene.width();
    int height = scene.height();
    float scale = (float) Math.sqrt((double) width * height);
    scale = Math.min(scale, Math.min(1.3f * height, 1.5f * width));
    float horizon = height * (0.58f + 0.06f * chance.nextFloat());
    // Off centre pleases the eye: near one of the two vertical thirds.
    float third = chance.nextBoolean() ? 0.3f : 0.7f;
    float sunX = width * (third + 0.16f * (chance.nextFloat() - 0.5f));
    float rise =
        switch (wishes.light()) {
          case DAWN, SUNSET -> 0.25f;
          case DUSK, GOLDEN -> 0.32f;
          case MIST -> 0.40f;
          case DAY, NIGHT, AURORA -> 0.47f;
        };
    float sunY =
        horizon - Math.min(scale * rise, horizon * 0.82f) * (0.9f + 0.2f * chance.nextFloat());
    Palette palette = wishes.light().palette().turned(-12 + 24 * chance.nextDouble());
    return new View(width, height, scale, horizon, sunX, sunY, wishes, palette, seed);
  }

  Random chance(int layer) {
    return new Random(seed + 0x9e3779b97f4a7c15L * layer);
  }

  Noise noise(int layer) {
    return new Noise(seed + 0xc2b2ae3d27d4eb4fL * layer);
  }

  /** How close a pixel is to the sun in the sky: 1 at its centre, towards 0 far away. */
  float nearSun(float x, float y, float reach) {
    float dx = (x - sunX) / scale;
    float dy = (y - sunY) / scale;
    return 1 / (1 + (dx * dx + dy * dy) * reach);
  }

  /** From which side a place is lit: 1 from the left .. 0 from behind .. -1 from the right. */
  float side(float x) {
    return Math.max(-1, Math.min(1, (x - sunX) / (0.22f * scale)));
  }

  /** FNV-1a, then mixed so that neighbouring seeds share nothing. */
  private static long seed(Scene scene) {
    long hash = 0xcbf29ce484222325L;
    for (int i = 0; i < scene.prompt().length(); i++) {
      hash = (hash ^ scene.prompt().charAt(i)) * 0x100000001b3L;
    }
    hash ^= scene.seed() * 0x9e3779b97f4a7c15L;
    hash = (hash ^ (hash >>> 30)) * 0xbf58476d1ce4e5b9L;
    hash = (hash ^ (hash >>> 27)) * 0x94d049bb133111ebL;
    return hash ^ (hash >>> 31);
  }
}
