package dev.caravan.local.bedrock.picture;

/** The upper edge of land against what is behind it, with smooth edges however steep. */
final class Silhouette {

  /** The edge above a point of the horizontal axis; both in pixels from the upper left. */
  interface Edge {
    float top(float x);
  }

  private static final int SAMPLES = 4;

  private final float[] tops;
  private final float[] highest;
  private final float[] lowest;

  Silhouette(int width, Edge edge) {
    tops = new float[width * SAMPLES];
    highest = new float[width];
    lowest = new float[width];
    for (int x = 0; x < width; x++) {
      highest[x] = Float.MAX_VALUE;
      lowest[x] = -Float.MAX_VALUE;
      for (int i = x * SAMPLES; i < (x + 1) * SAMPLES; i++) {
        tops[i] = edge.top((i + 0.5f) / SAMPLES);
        highest[x] = Math.min(highest[x], tops[i]);
        lowest[x] = Math.max(lowest[x], tops[i]);
      }
    }
  }

  /** The share of a pixel that is land, 0..1. */
  float cover(int x, int y) {
    if (y >= lowest[x]) {
      return 1;
    }
    if (y + 1 <= highest[x]) {
      return 0;
    }
    float sum = 0;
    for (int i = x * SAMPLES; i < (x + 1) * SAMPLES; i++) {
      sum += Math.max(0, Math.min(1, y + 1 - tops[i]));
    }
    return sum / SAMPLES;
  }

  /** Pixels from the edge down to a line; negative above the edge. */
  float depth(int x, int y) {
    return y - highest[x];
  }
}
