package dev.caravan.local.bedrock.picture;

import java.awt.Shape;

/** The finished pixels, 0xRRGGBB each. */
final class Canvas {

  final int width;
  final int height;
  private final int[] pixels;

  Canvas(int width, int height) {
    this.width = width;
    this.height = height;
    this.pixels = new int[width * height];
  }

  /** Rounds a line to whole colour steps; the dither hides the bands of slow gradients. */
  void store(Row row, int y) {
    int at = y * width;
    for (int x = 0; x < width; x++) {
      float dither = grain(x, y);
      pixels[at + x] =
          (step(row.red(x) + dither) << 16)
              | (step(row.green(x) + dither) << 8)
              | step(row.blue(x) + dither);
    }
  }

  /** All pixels, line by line; not to be changed. */
  int[] pixels() {
    return pixels;
  }

  int rgb(int x, int y) {
    return pixels[y * width + x];
  }

  /** Lays paint over one pixel; {@code cover} is 0..1. Outside the canvas nothing happens. */
  void over(int x, int y, Colour paint, float cover) {
    if (x < 0 || y < 0 || x >= width || y >= height) {
      return;
    }
    int at = y * width + x;
    int under = pixels[at];
    float dither = cover < 1 ? grain(x, y) : 0.5f;
    pixels[at] =
        (blend((under >> 16) & 255, paint.r(), cover, dither) << 16)
            | (blend((under >> 8) & 255, paint.g(), cover, dither) << 8)
            | blend(under & 255, paint.b(), cover, dither);
  }

  /** A small round dot with a soft edge; {@code opacity} is 0..1. */
  void dot(float x, float y, float radius, Colour paint, float opacity) {
    float reach = radius + 0.5f;
    for (int py = (int) (y - reach); py <= y + reach; py++) {
      for (int px = (int) (x - reach); px <= x + reach; px++) {
        float dx = px + 0.5f - x;
        float dy = py + 0.5f - y;
        float near = 1 - (dx * dx + dy * dy) / (reach * reach);
        if (near > 0) {
          over(px, py, paint, Math.min(1, near * 1.6f) * opacity);
        }
      }
    }
  }

  /** Fills a shape with smooth edges; {@code opacity} is 0..1. */
  void fill(Shape shape, Colour paint, float opacity) {
    Coverage coverage = Coverage.of(shape, width, height);
    for (int y = coverage.top(); y < coverage.bottom(); y++) {
      float sum = 0;
      for (int x = coverage.left(); x < coverage.right(); x++) {
        sum += coverage.change(x, y);
        float cover = Math.min(1, Math.abs(sum));
        if (cover > 0.004f) {
          over(x, y, paint, cover * opacity);
        }
      }
    }
  }

  private static int blend(int under, float paint, float cover, float dither) {
    return step(under + (paint - under) * cover + dither);
  }

  private static int step(float channel) {
    return channel <= 0 ? 0 : channel >= 255 ? 255 : (int) channel;
  }

  /** An even spread of 0..1 over neighbouring pixels that compresses better than white noise. */
  private static float grain(int x, int y) {
    float spread = 52.9829189f * fraction(0.06711056f * x + 0.00583715f * y);
    return fraction(spread);
  }

  private static float fraction(float value) {
    return value - (int) value;
  }
}
