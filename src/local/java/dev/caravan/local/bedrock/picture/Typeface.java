package dev.caravan.local.bedrock.picture;

import java.awt.geom.AffineTransform;
import java.awt.geom.Path2D;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;

/**
 * DejaVu Sans Condensed Bold. It is read without Java's font system, which fails on machines that
 * have no fontconfig. One em is 1; y grows downwards from the base line.
 */
final class Typeface {

  private static final String FILE =
      "/net/sf/jasperreports/fonts/dejavu/DejaVuSansCondensed-Bold.ttf";

  private final ByteBuffer font;
  private final Map<String, Integer> tables = new HashMap<>();
  private final Map<Integer, Integer> glyphs = new HashMap<>();
  private final float unitsPerEm;

  Typeface() {
    try (InputStream in = Typeface.class.getResourceAsStream(FILE)) {
      Objects.requireNonNull(
          in, FILE + ", which net.sf.jasperreports:jasperreports-fonts contains");
      font = ByteBuffer.wrap(in.readAllBytes());
    } catch (IOException e) {
      throw new UncheckedIOException("cannot read the font " + FILE, e);
    }
    for (int at = 12, i = 0; i < font.getShort(4); i++, at += 16) {
      String tag = new String(font.array(), at, 4, StandardCharsets.US_ASCII);
      tables.put(tag, font.getInt(at + 8));
    }
    unitsPerEm = font.getShort(tables.get("head") + 18);
    int maps = tables.get("cmap");
    for (int i = 0; i < font.getShort(maps + 2); i++) {
      int map = maps + font.getInt(maps + 8 + 8 * i);
      // Format 12 has every character of the font; the other formats repeat a part of them.
      for (int j = 0; font.getShort(map) == 12 && j < font.getInt(map + 12); j++) {
        int group = map + 16 + 12 * j;
        int first = font.getInt(group);
        for (int character = first; character <= font.getInt(group + 4); character++) {
          glyphs.put(character, font.getInt(group + 8) + character - first);
        }
      }
    }
  }

  /** How far the pen moves, in em. */
  float advance(int codePoint) {
    int widths = font.getShort(tables.get("hhea") + 34);
    int glyph = Math.min(glyphs.getOrDefault(codePoint, 0), widths - 1);
    return font.getShort(tables.get("hmtx") + 4 * glyph) / unitsPerEm;
  }

  /** The outline of a line that starts at 0 on its base line; a box for characters it lacks. */
  Path2D outline(int[] codePoints) {
    Path2D path = new Path2D.Float(Path2D.WIND_NON_ZERO);
    float pen = 0;
    for (int codePoint : codePoints) {
      append(path, glyphs.getOrDefault(codePoint, 0), Math.round(pen * unitsPerEm), 0);
      pen += advance(codePoint);
    }
    path.transform(AffineTransform.getScaleInstance(1 / unitsPerEm, -1 / unitsPerEm));
    return path;
  }

  private void append(Path2D path, int glyph, int dx, int dy) {
    int offset = tables.get("loca") + 4 * glyph;
    if (font.getInt(offset) == font.getInt(offset + 4)) {
      return;
    }
    ByteBuffer in = font.duplicate().position(tables.get("glyf") + font.getInt(offset));
    int contours = in.getShort();
    in.getLong(); // its bounds
    if (contours >= 0) {
      appendContours(path, in, contours, dx, dy);
      return;
    }
    // Made of other glyphs, such as a letter and its accent; this font only shifts them.
    int flags = 0x20;
    while ((flags & 0x20) != 0) {
      flags = in.getShort();
      int part = in.getShort() & 0xffff;
      int right = (flags & 1) != 0 ? in.getShort() : in.get();
      int up = (flags & 1) != 0 ? in.getShort() : in.get();
      append(path, part, dx + right, dy + up);
    }
  }

  private static void appendContours(Path2D path, ByteBuffer in, int contours, int dx, int dy) {
    int[] ends = new int[contours + 1];
    for (int i = 1; i <= contours; i++) {
      ends[i] = in.getShort() + 1;
    }
    in.position(in.getShort() + in.position()); // skips the instructions
    byte[] flags = new byte[ends[contours]];
    for (int i = 0, repeats = 0; i < flags.length; i++, repeats--) {
      flags[i] = repeats > 0 ? flags[i - 1] : in.get();
      repeats = repeats <= 0 && (flags[i] & 8) != 0 ? 1 + (in.get() & 255) : repeats;
    }
    float[] x = axis(in, flags, dx, 2, 16);
    float[] y = axis(in, flags, dy, 4, 32);
    for (int i = 0; i < contours; i++) {
      append(path, flags, x, y, ends[i], ends[i + 1]);
    }
  }

  /** Coordinates are steps from point to point: of one byte, of two bytes or none. */
  private static float[] axis(ByteBuffer in, byte[] flags, int start, int isByte, int isSame) {
    float[] axis = new float[flags.length];
    float at = start;
    for (int i = 0; i < axis.length; i++) {
      boolean set = (flags[i] & isSame) != 0;
      boolean one = (flags[i] & isByte) != 0;
      at += one ? (in.get() & 255) * (set ? 1 : -1) : set ? 0 : in.getShort();
      axis[i] = at;
    }
    return axis;
  }

  private static void append(Path2D path, byte[] flags, float[] x, float[] y, int from, int to) {
    int before = to - 1;
    // The middle between two control points is a point on the curve.
    float middle = (flags[before] & 1) != 0 ? 1 : 0.5f;
    path.moveTo(x[from] + (x[before] - x[from]) * middle, y[from] + (y[before] - y[from]) * middle);
    for (int i = from; i < to; i++) {
      int next = i + 1 < to ? i + 1 : from;
      float share = (flags[next] & 1) != 0 ? 1 : 0.5f;
      if ((flags[i] & 1) != 0) {
        path.lineTo(x[i], y[i]);
      } else {
        path.quadTo(x[i], y[i], x[i] + (x[next] - x[i]) * share, y[i] + (y[next] - y[i]) * share);
      }
    }
    path.closePath();
  }
}
