package dev.caravan.local.bedrock.picture;

import java.util.Arrays;

/** One line of pixels under work, in fractions of a colour step. */
final class Row {

  final int width;
  private final float[] r;
  private final float[] g;
  private final float[] b;

  Row(int width) {
    this.width = width;
    r = new float[width];
    g = new float[width];
    b = new float[width];
  }

  void fill(Colour colour) {
    Arrays.fill(r, colour.r());
    Arrays.fill(g, colour.g());
    Arrays.fill(b, colour.b());
  }

  /** Lays paint over a pixel; {@code cover} is 0..1. */
  void over(int x, Colour paint, float cover) {
    r[x] += (paint.r() - r[x]) * cover;
    g[x] += (paint.g() - g[x]) * cover;
    b[x] += (paint.b() - b[x]) * cover;
  }

  /** Adds light to a pixel without burning it out; {@code strength} is 0..1. */
  void glow(int x, Colour light, float strength) {
    r[x] += light.r() * strength * (255 - r[x]) / 255;
    g[x] += light.g() * strength * (255 - g[x]) / 255;
    b[x] += light.b() * strength * (255 - b[x]) / 255;
  }

  float red(int x) {
    return r[x];
  }

  float green(int x) {
    return g[x];
  }

  float blue(int x) {
    return b[x];
  }
}
