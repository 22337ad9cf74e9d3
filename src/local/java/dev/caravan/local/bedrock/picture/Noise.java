package dev.caravan.local.bedrock.picture;

import java.util.Random;

/** Smooth random values of a plane. Coordinates are not negative; every result is 0..1. */
final class Noise {

  private final float[] lattice = new float[256];
  private final int[] shuffle = new int[512];

  Noise(Random chance) {
    for (int i = 0; i < 256; i++) {
      lattice[i] = chance.nextFloat();
      int j = chance.nextInt(i + 1);
      shuffle[i] = shuffle[j];
      shuffle[j] = i;
    }
    System.arraycopy(shuffle, 0, shuffle, 256, 256);
  }

  /** One octave: independent values at whole numbers, blended between them. */
  float at(float x, float y) {
    int left = shuffle[(int) x & 255];
    int right = shuffle[((int) x + 1) & 255];
    int upper = (int) y & 255;
    int lower = ((int) y + 1) & 255;
    float across = ease(x - (int) x);
    float top = lattice[shuffle[left + upper]];
    top += (lattice[shuffle[right + upper]] - top) * across;
    float bottom = lattice[shuffle[left + lower]];
    bottom += (lattice[shuffle[right + lower]] - bottom) * across;
    return top + (bottom - top) * ease(y - (int) y);
  }

  /** Clouds and rolling hills: octaves that halve in size and in weight. */
  float rolling(float x, float y, int octaves) {
    float sum = 0;
    for (int i = 1; i <= octaves; i++, x = x * 2.03f + 17.7f, y = next(y)) {
      sum += at(x, y) / (1 << i);
    }
    return sum;
  }

  /** Mountain ridges and rock: like hills, but with sharp crests. */
  float ridged(float x, float y, int octaves) {
    float sum = 0;
    for (int i = 1; i <= octaves; i++, x = x * 2.03f + 17.7f, y = next(y)) {
      sum += (1 - Math.abs(2 * at(x, y) - 1)) / (1 << i);
    }
    return sum;
  }

  /** A whole number stays whole: along such a line, the values keep their full range. */
  private static float next(float y) {
    return y == (int) y ? y + 9 : y * 2.05f + 9.1f;
  }

  /** 0 below {@code from}, 1 above {@code to}, an S curve between. */
  static float smooth(float from, float to, float value) {
    return ease(Math.max(0, Math.min(1, (value - from) / (to - from))));
  }

  private static float ease(float t) {
    return t * t * (3 - 2 * t);
  }
}
