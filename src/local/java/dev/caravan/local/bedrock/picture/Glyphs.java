package dev.caravan.local.bedrock.picture;

import java.awt.geom.Path2D;
import java.util.List;

/**
 * A shape for every code point: from the first font that has it, else a box with the code point in
 * hex, so that nothing of a prompt is lost without a trace.
 */
final class Glyphs {

  private static final String ARTIFACT = "net.sf.jasperreports:jasperreports-fonts";
  private static final String FOLDER = "/net/sf/jasperreports/fonts/dejavu/";

  private final List<Outlines> fonts =
      List.of(
          Outlines.fromClassPath(FOLDER + "DejaVuSansCondensed-Bold.ttf", ARTIFACT),
          Outlines.fromClassPath(FOLDER + "DejaVuSans.ttf", ARTIFACT));

  /** How far the pen moves, in em. */
  float advance(int codePoint) {
    if (invisible(codePoint)) {
      return 0;
    }
    Outlines font = fontWith(codePoint);
    return font == null
        ? CodePointBox.of(codePoint).advance()
        : font.advance(font.glyph(codePoint));
  }

  /** The shape in em, standing on the base line at 0, y downwards. */
  Path2D shape(int codePoint) {
    if (invisible(codePoint)) {
      return new Path2D.Float();
    }
    Outlines font = fontWith(codePoint);
    return font == null ? draw(CodePointBox.of(codePoint)) : font.shape(font.glyph(codePoint));
  }

  /** Joiners, variation selectors, marks of direction: they steer other characters. */
  static boolean invisible(int codePoint) {
    return Character.getType(codePoint) == Character.FORMAT
        || (codePoint >= 0xfe00 && codePoint <= 0xfe0f)
        || (codePoint >= 0xe0100 && codePoint <= 0xe01ef);
  }

  private Outlines fontWith(int codePoint) {
    for (Outlines font : fonts) {
      if (font.glyph(codePoint) != 0) {
        return font;
      }
    }
    return null;
  }

  private Path2D draw(CodePointBox box) {
    Path2D drawn = box.frame();
    for (int i = 0; i < box.hex().length(); i++) {
      drawn.append(shape(box.hex().charAt(i)).getPathIterator(box.digit(i)), false);
    }
    return drawn;
  }
}
