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

/**
 * The outlines of a TrueType font, read without Java's font system, which fails on machines that
 * have no fontconfig. One em is 1; y grows downwards from the base line.
 */
final class Outlines {

  private static final int DEEPEST_COMPOUND = 6;

  private final ByteBuffer data;
  private final Map<String, Integer> tables = new HashMap<>();
  private final CharacterMap characters;
  private final float unitsPerEm;
  private final boolean longOffsets;
  private final int advances;

  private Outlines(byte[] font) {
    data = ByteBuffer.wrap(font);
    int count = unsigned(4);
    for (int i = 0; i < count; i++) {
      int entry = 12 + 16 * i;
      tables.put(new String(font, entry, 4, StandardCharsets.US_ASCII), data.getInt(entry + 8));
    }
    characters = new CharacterMap(data, tables.get("cmap"));
    unitsPerEm = unsigned(tables.get("head") + 18);
    longOffsets = data.getShort(tables.get("head") + 50) == 1;
    advances = unsigned(tables.get("hhea") + 34);
  }

  /** Reads a font from the class path; {@code artifact} names the jar in the error message. */
  static Outlines fromClassPath(String resource, String artifact) {
    try (InputStream in = Outlines.class.getResourceAsStream(resource)) {
      if (in == null) {
        throw new IllegalStateException(
            "no font " + resource + " on the class path; it comes with " + artifact);
      }
      return new Outlines(in.readAllBytes());
    } catch (IOException e) {
      throw new UncheckedIOException("cannot read the font " + resource, e);
    }
  }

  /** The glyph of a code point, 0 if the font has none. */
  int glyph(int codePoint) {
    return characters.glyph(codePoint);
  }

  /** How far the pen moves, in em. */
  float advance(int glyph) {
    return unsigned(tables.get("hmtx") + 4 * Math.min(glyph, advances - 1)) / unitsPerEm;
  }

  /** The shape, in em. */
  Path2D shape(int glyph) {
    Path2D path = new Path2D.Float(Path2D.WIND_NON_ZERO);
    append(glyph, AffineTransform.getScaleInstance(1 / unitsPerEm, -1 / unitsPerEm), path, 0);
    return path;
  }

  private void append(int glyph, AffineTransform place, Path2D into, int depth) {
    int from = offset(glyph);
    if (from == offset(glyph + 1) || depth > DEEPEST_COMPOUND) {
      return;
    }
    int at = tables.get("glyf") + from;
    int contours = data.getShort(at);
    if (contours >= 0) {
      into.append(Contours.read(data, at, contours).getPathIterator(place), false);
    } else {
      appendParts(at + 10, place, into, depth);
    }
  }

  /** A glyph made of others, such as a letter and its accent. */
  private void appendParts(int start, AffineTransform place, Path2D into, int depth) {
    int at = start;
    int flags;
    do {
      flags = unsigned(at);
      final int part = unsigned(at + 2);
      at += 4;
      boolean words = (flags & 1) != 0;
      float dx = words ? data.getShort(at) : data.get(at);
      float dy = words ? data.getShort(at + 2) : data.get(at + 1);
      at += words ? 4 : 2;
      // Placing a part by matching points is not done: the fonts in use do not need it.
      boolean shift = (flags & 2) != 0;
      float xx = 1;
      float yx = 0;
      float xy = 0;
      float yy = 1;
      if ((flags & 8) != 0) {
        xx = fixed(at);
        yy = xx;
        at += 2;
      } else if ((flags & 0x40) != 0) {
        xx = fixed(at);
        yy = fixed(at + 2);
        at += 4;
      } else if ((flags & 0x80) != 0) {
        xx = fixed(at);
        yx = fixed(at + 2);
        xy = fixed(at + 4);
        yy = fixed(at + 6);
        at += 8;
      }
      AffineTransform inner = new AffineTransform(place);
      inner.concatenate(new AffineTransform(xx, yx, xy, yy, shift ? dx : 0, shift ? dy : 0));
      append(part, inner, into, depth + 1);
    } while ((flags & 0x20) != 0);
  }

  private int offset(int glyph) {
    int loca = tables.get("loca");
    return longOffsets ? data.getInt(loca + 4 * glyph) : 2 * unsigned(loca + 2 * glyph);
  }

  private int unsigned(int at) {
    return data.getShort(at) & 0xffff;
  }

  private float fixed(int at) {
    return data.getShort(at) / 16384f;
  }
}
