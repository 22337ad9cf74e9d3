package dev.caravan.local.bedrock.picture;

import java.util.Random;

/** Smooth random landscapes of one and two dimensions; every result is 0..1. */
final class Noise {

  private final float[] lattice = new float[256];
  private final int[] shuffle = new int[512];

  Noise(long seed) {
    Random random = new Random(seed);
    for (int i = 0; i < 256; i++) {
      lattice[i] = random.nextFloat();
      shuffle[i] = i;
    }
    for (int i = 255; i > 0; i--) {
      int j = random.nextInt(i + 1);
      int kept = shuffle[i];
      shuffle[i] = shuffle[j];
      shuffle[j] = kept;
    }
    System.arraycopy(shuffle, 0, shuffle, 256, 256);
  }

  float at(float x) {
    int cell = floor(x);
    float t = ease(x - cell);
    float from = lattice[shuffle[cell & 255]];
    return from + (lattice[shuffle[(cell + 1) & 255]] - from) * t;
  }

  float at(float x, float y) {
    int column = floor(x);
    int line = floor(y);
    float tx = ease(x - column);
    float ty = ease(y - line);
    int left = shuffle[column & 255];
    int right = shuffle[(column + 1) & 255];
    int upper = line & 255;
    int lower = (line + 1) & 255;
    float a = lattice[shuffle[left + upper]];
    float b = lattice[shuffle[right + upper]];
    float c = lattice[shuffle[left + lower]];
    float d = lattice[shuffle[right + lower]];
    float top = a + (b - a) * tx;
    return top + (c + (d - c) * tx - top) * ty;
  }

  /** Rolling hills: octaves that halve in size and in weight. */
  float rolling(float x, int octaves) {
    float sum = 0;
    float weight = 0.5f;
    for (int i = 0; i < octaves; i++, weight *= 0.5f, x = x * 2.03f + 17.7f) {
      sum += at(x) * weight;
    }
    return sum;
  }

  /** Clouds. */
  float rolling(float x, float y, int octaves) {
    float sum = 0;
    float weight = 0.5f;
    for (int i = 0; i < octaves; i++, weight *= 0.5f, x = x * 2.03f + 17.7f, y = y * 2.03f + 9.1f) {
      sum += at(x, y) * weight;
    }
    return sum;
  }

  /** Mountain ridges: like hills, but with sharp crests. */
  float ridged(float x, int octaves) {
    float sum = 0;
    float weight = 0.54f;
    for (int i = 0; i < octaves; i++, weight *= 0.46f, x = x * 2.07f + 31.3f) {
      sum += (1 - Math.abs(2 * at(x) - 1)) * weight;
    }
    return sum;
  }

  /** Rock. */
  float ridged(float x, float y, int octaves) {
    float sum = 0;
    float weight = 0.5f;
    for (int i = 0;
        i < octaves;
        i++, weight *= 0.55f, x = x * 2.07f + 31.3f, y = y * 2.07f + 5.9f) {
      sum += (1 - Math.abs(2 * at(x, y) - 1)) * weight;
    }
    return sum;
  }

  private static int floor(float x) {
    int whole = (int) x;
    return x < whole ? whole - 1 : whole;
  }

  private static float ease(float t) {
    return t * t * (3 - 2 * t);
  }
}
