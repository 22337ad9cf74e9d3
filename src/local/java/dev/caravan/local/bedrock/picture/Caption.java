package dev.caravan.local.bedrock.picture;

import static java.awt.geom.AffineTransform.getScaleInstance;
import static java.awt.geom.AffineTransform.getTranslateInstance;

import java.awt.geom.Path2D;
import java.text.Bidi;
import java.text.Normalizer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** The prompt at the foot of the picture, on a shade that makes it readable on every palette. */
final class Caption {

  private static final int MOST_LINES = 5;
  private static final float LINE = 1.32f;

  private final Typeface typeface;
  private final int height;
  private final float margin;
  private final float small;
  private final int[] note;
  private final float size;
  private final List<int[]> lines;

  Caption(Typeface typeface, Scene scene) {
    this.typeface = typeface;
    height = scene.height();
    float side = Math.min(scene.width(), height);
    margin = Math.max(14, 0.0225f * (side + scene.width()));
    float inner = scene.width() - 2 * margin;
    note = drawable("seed " + scene.seed() + " · " + scene.width() + " × " + height);
    small = Math.min(inner / note.length * 1.4f, Math.max(10, side * 0.0175f));
    int[] text = drawable(scene.prompt());
    float length = (float) Arrays.stream(text).mapToDouble(typeface::advance).sum();
    // Three lines of the text, less what is lost at their ends.
    float fits = 2.6f * inner / length;
    size = Math.max(Math.max(11, side * 0.025f), Math.min(side * 0.05f, fits));
    lines = lines(text, inner / size);
  }

  /** The code points of a text as they are drawn: composed, visible, with single spaces. */
  private static int[] drawable(String text) {
    return Normalizer.normalize(text.replaceAll("[\\s\\p{Cc}]+", " ").strip(), Normalizer.Form.NFC)
        .codePoints()
        // Joiners and marks of direction only steer other characters.
        .filter(codePoint -> Character.getType(codePoint) != Character.FORMAT)
        .toArray();
  }

  /** Lines no wider than {@code width}, in em; an ellipsis ends the last one of too many. */
  private List<int[]> lines(int[] text, float width) {
    List<int[]> broken = new ArrayList<>();
    for (int from = 0; from < text.length && broken.size() < MOST_LINES; ) {
      int end = end(text, from, width);
      int[] line = Arrays.copyOfRange(text, from, end);
      if (broken.size() == MOST_LINES - 1 && end < text.length) {
        line[line.length - 1] = '…';
      }
      broken.add(line);
      from = end < text.length && text[end] == ' ' ? end + 1 : end;
    }
    return broken;
  }

  /** The end of a line: behind its last whole word, or inside a word that is wider than a line. */
  private int end(int[] text, int from, float width) {
    float used = 0;
    int space = from;
    for (int i = from; i < text.length; i++) {
      space = text[i] == ' ' ? i : space;
      used += typeface.advance(text[i]);
      if (used > width && i > from) {
        return space > from ? space : i;
      }
    }
    return text.length;
  }

  /** The line, in pixels from the top, above which no text is. */
  float top() {
    return height - margin - small * 1.7f - lines.size() * size * LINE;
  }

  void paint(Canvas canvas) {
    float from = Math.max(0, top() - Math.max(size * 3, height * 0.08f));
    for (int y = (int) from; y < height; y++) {
      float dark = 0.62f * Noise.smooth(from, top() + size * 0.6f, y);
      for (int x = 0; x < canvas.width; x++) {
        canvas.over(x, y, Colour.BLACK, dark);
      }
    }
    float baseline = top() + size * 1.05f;
    for (int[] line : lines) {
      write(canvas, line, baseline, size, 1);
      baseline += size * LINE;
    }
    write(canvas, note, height - margin * 0.9f, small, 0.72f);
  }

  private void write(Canvas canvas, int[] line, float y, float size, float cover) {
    float shadow = Math.max(0.8f, size * 0.045f);
    Path2D shape = typeface.outline(inVisualOrder(line));
    shape.transform(getScaleInstance(size, size));
    shape.transform(getTranslateInstance(margin + shadow, y + shadow));
    canvas.fill(shape, Colour.BLACK, 0.55f * cover);
    shape.transform(getTranslateInstance(-shadow, -shadow));
    canvas.fill(shape, Colour.WHITE, cover);
  }

  /** Turns right-to-left scripts round; their letters stay in their isolated forms. */
  private static int[] inVisualOrder(int[] line) {
    Integer[] order = Arrays.stream(line).boxed().toArray(Integer[]::new);
    Bidi bidi = new Bidi(new String(line, 0, line.length), Bidi.DIRECTION_DEFAULT_LEFT_TO_RIGHT);
    byte[] levels = new byte[line.length];
    for (int i = 0, at = 0; i < line.length; at += Character.charCount(line[i]), i++) {
      levels[i] = (byte) bidi.getLevelAt(at);
    }
    Bidi.reorderVisually(levels, 0, order, 0, line.length);
    return Arrays.stream(order).mapToInt(codePoint -> codePoint).toArray();
  }
}
