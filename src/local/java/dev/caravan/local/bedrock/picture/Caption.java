package dev.caravan.local.bedrock.picture;

import java.awt.geom.AffineTransform;
import java.awt.geom.Path2D;
import java.util.List;

/** The prompt at the foot of the picture, on a shade that makes it readable on every palette. */
final class Caption {

  private static final int MOST_LINES = 5;
  private static final float LINE = 1.32f;
  private static final float SHADE = 0.62f;
  private static final float SMALLEST = 11;

  private final Glyphs glyphs;
  private final Lettering lettering;
  private final int width;
  private final int height;
  private final float margin;
  private final float small;
  private final float size;
  private final List<int[]> lines;
  private final int[] note;

  Caption(Glyphs glyphs, Scene scene) {
    this.glyphs = glyphs;
    this.lettering = new Lettering(glyphs);
    this.width = scene.width();
    this.height = scene.height();
    float side = Math.min(width, height);
    this.margin = Math.max(14, 0.5f * (0.045f * side + 0.045f * width));
    this.note = Lettering.drawable("seed " + scene.seed() + "  ·  " + width + " × " + height);
    float fits = (width - 2 * margin) / lettering.width(note);
    this.small = Math.min(fits, Math.max(10, side * 0.0175f));
    int[] text = Lettering.drawable(scene.prompt());
    this.size = size(text, Math.max(SMALLEST + 3, side * 0.05f));
    this.lines = lettering.lines(text, inner(size), MOST_LINES);
  }

  /** The largest size, in pixels, at which the whole text fits; the smallest one otherwise. */
  private float size(int[] text, float largest) {
    float smallest = Math.max(SMALLEST, largest * 0.5f);
    for (float size = largest; size > smallest; size *= 0.92f) {
      int comfortable = size > largest * 0.75f ? 3 : MOST_LINES;
      List<int[]> lines = lettering.lines(text, inner(size), comfortable + 1);
      if (lines.size() <= comfortable) {
        return size;
      }
    }
    return smallest;
  }

  private float inner(float size) {
    return (width - 2 * margin) / size;
  }

  /** The line, in pixels from the top, above which nothing of the caption stands. */
  float top() {
    return height - margin - small * 1.7f - lines.size() * size * LINE;
  }

  void paint(Canvas canvas) {
    shade(canvas);
    float baseline = top() + size * 1.05f;
    for (int[] line : lines) {
      write(canvas, line, margin, baseline, size, 1);
      baseline += size * LINE;
    }
    write(canvas, note, margin, height - margin * 0.9f, small, 0.72f);
  }

  private void shade(Canvas canvas) {
    float from = top() - Math.max(size * 3, height * 0.08f);
    for (int y = (int) Math.max(0, from); y < height; y++) {
      float dark = SHADE * Layer.smooth(from, top() + size * 0.6f, y);
      for (int x = 0; x < width; x++) {
        canvas.over(x, y, Colour.BLACK, dark);
      }
    }
  }

  private void write(Canvas canvas, int[] line, float x, float y, float size, float opacity) {
    float offset = Math.max(0.8f, size * 0.045f);
    float pen = x;
    for (int codePoint : line) {
      Path2D shape = glyphs.shape(codePoint);
      place(canvas, shape, pen + offset, y + offset, size, Colour.BLACK, 0.55f * opacity);
      place(canvas, shape, pen, y, size, Colour.WHITE, opacity);
      pen += glyphs.advance(codePoint) * size;
    }
  }

  private static void place(
      Canvas canvas, Path2D shape, float x, float y, float size, Colour paint, float opacity) {
    AffineTransform place = new AffineTransform(size, 0, 0, size, x, y);
    canvas.fill(shape.createTransformedShape(place), paint, opacity);
  }
}
