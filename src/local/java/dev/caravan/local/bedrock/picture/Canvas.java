package dev.caravan.local.bedrock.picture;

import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.Shape;
import java.awt.image.BufferedImage;
import java.awt.image.DataBufferInt;

/** A picture under work. Every {@code cover} is 0..1. */
final class Canvas {

  final int width;
  final int height;
  final BufferedImage image;
  private final int[] pixels;

  Canvas(int width, int height) {
    this.width = width;
    this.height = height;
    image = new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
    pixels = ((DataBufferInt) image.getRaster().getDataBuffer()).getData();
  }

  /** Lays paint over a pixel. A fine grain hides the bands of slow gradients. */
  void over(int x, int y, Colour paint, float cover) {
    float wave = 0.06711056f * x + 0.00583715f * y;
    float spread = 52.9829189f * (wave - (int) wave);
    float grain = spread - (int) spread;
    int under = pixels[y * width + x];
    pixels[y * width + x] =
        blend((under >> 16) & 255, paint.r(), cover, grain) << 16
            | blend((under >> 8) & 255, paint.g(), cover, grain) << 8
            | blend(under & 255, paint.b(), cover, grain);
  }

  private static int blend(int under, float paint, float cover, float grain) {
    return Math.max(0, Math.min(255, (int) (under + (paint - under) * cover + grain)));
  }

  /** Fills a shape with smooth edges. */
  void fill(Shape shape, Colour paint, float cover) {
    Graphics2D graphics = image.createGraphics();
    graphics.setRenderingHint(RenderingHints.KEY_ANTIALIASING, RenderingHints.VALUE_ANTIALIAS_ON);
    graphics.setColor(new Color(paint.r() / 255, paint.g() / 255, paint.b() / 255, cover));
    graphics.fill(shape);
    graphics.dispose();
  }

  Colour at(int x, int y) {
    return Colour.of(pixels[y * width + x]);
  }
}
