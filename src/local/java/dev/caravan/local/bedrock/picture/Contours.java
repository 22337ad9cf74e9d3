package dev.caravan.local.bedrock.picture;

import java.awt.geom.Path2D;
import java.nio.ByteBuffer;

/** The curves of one simple glyph of a TrueType font, in font units. */
final class Contours {

  private static final int ON_CURVE = 1;
  private static final int REPEAT = 8;

  private final int[] x;
  private final int[] y;
  private final byte[] flags;

  private Contours(int points) {
    x = new int[points];
    y = new int[points];
    flags = new byte[points];
  }

  /**
   * @param at where the glyph begins
   * @param count of its contours
   */
  static Path2D read(ByteBuffer data, int at, int count) {
    Path2D path = new Path2D.Float(Path2D.WIND_NON_ZERO);
    if (count == 0) {
      return path;
    }
    int ends = at + 10;
    int points = (data.getShort(ends + 2 * (count - 1)) & 0xffff) + 1;
    int instructions = data.getShort(ends + 2 * count) & 0xffff;
    Contours contours = new Contours(points);
    int next = contours.readFlags(data, ends + 2 * count + 2 + instructions);
    next = contours.readAxis(data, next, contours.x, 2, 16);
    contours.readAxis(data, next, contours.y, 4, 32);
    int from = 0;
    for (int i = 0; i < count; i++) {
      int to = (data.getShort(ends + 2 * i) & 0xffff) + 1;
      contours.draw(path, from, to);
      from = to;
    }
    return path;
  }

  private int readFlags(ByteBuffer data, int start) {
    int at = start;
    for (int i = 0; i < flags.length; ) {
      byte flag = data.get(at++);
      int times = (flag & REPEAT) == 0 ? 1 : 1 + (data.get(at++) & 255);
      for (int end = Math.min(flags.length, i + times); i < end; i++) {
        flags[i] = flag;
      }
    }
    return at;
  }

  /** Coordinates are steps from point to point: of one byte, of two bytes or none. */
  private int readAxis(ByteBuffer data, int start, int[] axis, int isByte, int sameOrPositive) {
    int at = start;
    int value = 0;
    for (int i = 0; i < axis.length; i++) {
      boolean set = (flags[i] & sameOrPositive) != 0;
      if ((flags[i] & isByte) != 0) {
        int step = data.get(at++) & 255;
        value += set ? step : -step;
      } else if (!set) {
        value += data.getShort(at);
        at += 2;
      }
      axis[i] = value;
    }
    return at;
  }

  private void draw(Path2D path, int from, int to) {
    int count = to - from;
    if (count < 2) {
      return;
    }
    // Between two control points lies an implied point on the curve, also at the start.
    boolean onCurve = on(from);
    boolean lastOnCurve = on(to - 1);
    float startX = onCurve ? x[from] : lastOnCurve ? x[to - 1] : (x[from] + x[to - 1]) / 2f;
    float startY = onCurve ? y[from] : lastOnCurve ? y[to - 1] : (y[from] + y[to - 1]) / 2f;
    path.moveTo(startX, startY);
    for (int i = onCurve ? 1 : 0; i < count; i++) {
      int point = from + i;
      if (on(point)) {
        path.lineTo(x[point], y[point]);
        continue;
      }
      boolean last = i == count - 1;
      int next = last ? from : point + 1;
      if (last) {
        path.quadTo(x[point], y[point], startX, startY);
      } else if (on(next)) {
        path.quadTo(x[point], y[point], x[next], y[next]);
        i++;
      } else {
        path.quadTo(x[point], y[point], (x[point] + x[next]) / 2f, (y[point] + y[next]) / 2f);
      }
    }
    path.closePath();
  }

  private boolean on(int point) {
    return (flags[point] & ON_CURVE) != 0;
  }
}
