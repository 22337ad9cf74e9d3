package dev.caravan.local.bedrock.picture;

import java.text.Bidi;
import java.text.Normalizer;
import java.util.ArrayList;
import java.util.List;

/** Breaks a text into lines that fit a width. */
final class Lettering {

  private static final int ELLIPSIS = 0x2026;

  private final Glyphs glyphs;

  Lettering(Glyphs glyphs) {
    this.glyphs = glyphs;
  }

  /** The code points of a text as they are drawn: composed, with single spaces. */
  static int[] drawable(String text) {
    return Normalizer.normalize(text, Normalizer.Form.NFC)
        .codePoints()
        .map(cp -> Character.isWhitespace(cp) || Character.isISOControl(cp) ? ' ' : cp)
        .map(cp -> cp >= Character.MIN_SURROGATE && cp <= Character.MAX_SURROGATE ? 0xfffd : cp)
        .toArray();
  }

  /**
   * Lines no wider than {@code width}.
   *
   * @param width in em
   * @param most lines; what is left after them is replaced by an ellipsis
   */
  List<int[]> lines(int[] text, float width, int most) {
    List<int[]> lines = new ArrayList<>();
    int from = skipSpaces(text, 0);
    while (from < text.length) {
      int to = breakAfter(text, from, width);
      int next = skipSpaces(text, to);
      if (lines.size() == most - 1 && next < text.length) {
        lines.add(inVisualOrder(shortened(text, from, to, width)));
        return lines;
      }
      lines.add(inVisualOrder(slice(text, from, to)));
      from = next;
    }
    return lines;
  }

  /** The width of a line, in em. */
  float width(int[] line) {
    float width = 0;
    for (int codePoint : line) {
      width += glyphs.advance(codePoint);
    }
    return width;
  }

  /** The end of a line: behind its last whole word, or inside a word that is wider than a line. */
  private int breakAfter(int[] text, int from, float width) {
    float used = 0;
    int lastSpace = -1;
    for (int i = from; i < text.length; i++) {
      used += glyphs.advance(text[i]);
      if (text[i] == ' ') {
        lastSpace = i;
      } else if (used > width) {
        return lastSpace > from ? lastSpace : Math.max(i, from + 1);
      }
    }
    return text.length;
  }

  private int[] shortened(int[] text, int from, int to, float width) {
    int end = to;
    while (end > from + 1 && width(slice(text, from, end)) + glyphs.advance(ELLIPSIS) > width) {
      end--;
    }
    int[] kept = slice(text, from, end);
    int[] line = new int[kept.length + 1];
    System.arraycopy(kept, 0, line, 0, kept.length);
    line[kept.length] = ELLIPSIS;
    return line;
  }

  private static int skipSpaces(int[] text, int from) {
    int at = from;
    while (at < text.length && text[at] == ' ') {
      at++;
    }
    return at;
  }

  private static int[] slice(int[] text, int from, int to) {
    int end = to;
    while (end > from && text[end - 1] == ' ') {
      end--;
    }
    int[] slice = new int[end - from];
    System.arraycopy(text, from, slice, 0, slice.length);
    return slice;
  }

  /** Right-to-left scripts are turned round; their letters stay in their isolated forms. */
  private static int[] inVisualOrder(int[] line) {
    String text = new String(line, 0, line.length);
    Bidi bidi = new Bidi(text, Bidi.DIRECTION_DEFAULT_LEFT_TO_RIGHT);
    if (bidi.isLeftToRight()) {
      return line;
    }
    byte[] levels = new byte[line.length];
    Integer[] order = new Integer[line.length];
    for (int i = 0, at = 0; i < line.length; at += Character.charCount(line[i]), i++) {
      levels[i] = (byte) bidi.getLevelAt(at);
      order[i] = line[i];
    }
    Bidi.reorderVisually(levels, 0, order, 0, line.length);
    int[] visual = new int[line.length];
    for (int i = 0; i < line.length; i++) {
      visual[i] = order[i];
    }
    return visual;
  }
}
