package dev.caravan.local.bedrock.picture;

import java.awt.geom.AffineTransform;
import java.awt.geom.Path2D;
import java.awt.geom.RoundRectangle2D;
import java.util.Locale;

/**
 * The rounded box that stands for a character without a glyph: two lines of hex digits.
 *
 * @param hex the code point, an even number of digits
 */
record CodePointBox(String hex) {

  private static final float TOP = -0.90f;
  private static final float HEIGHT = 1.12f;
  private static final float MARGIN = 0.06f;
  private static final float STROKE = 0.05f;
  private static final float DIGIT = 0.54f;
  private static final float STEP = 0.37f;
  private static final float PADDING = 0.11f;

  static CodePointBox of(int codePoint) {
    return new CodePointBox(
        String.format(Locale.ROOT, codePoint > 0xffff ? "%06X" : "%04X", codePoint));
  }

  /** How far the pen moves, in em. */
  float advance() {
    return width() + 2 * MARGIN;
  }

  /** The empty box, in em. */
  Path2D frame() {
    Path2D frame = new Path2D.Float(Path2D.WIND_NON_ZERO);
    frame.append(rounded(MARGIN, TOP, width(), HEIGHT, 0.2f), false);
    float inner = 2 * STROKE;
    Path2D hole =
        new Path2D.Float(
            rounded(MARGIN + STROKE, TOP + STROKE, width() - inner, HEIGHT - inner, 0.14f));
    // Turned over, so that its winding cancels that of the outer edge.
    hole.transform(new AffineTransform(-1, 0, 0, 1, 2 * MARGIN + width(), 0));
    frame.append(hole, false);
    return frame;
  }

  /** Where digit {@code i} stands in the box, from a glyph of one em. */
  AffineTransform digit(int i) {
    int columns = hex.length() / 2;
    float x = MARGIN + PADDING + (i % columns) * STEP;
    float y = i < columns ? -0.41f : 0.09f;
    return new AffineTransform(DIGIT, 0, 0, DIGIT, x, y);
  }

  private float width() {
    return hex.length() / 2 * STEP + 2 * PADDING - 0.02f;
  }

  private static RoundRectangle2D rounded(float x, float y, float width, float height, float arc) {
    return new RoundRectangle2D.Float(x, y, width, height, arc, arc);
  }
}
