package dev.caravan.local.bedrock.picture;

import java.awt.Shape;
import java.awt.geom.PathIterator;
import java.awt.geom.Rectangle2D;

/**
 * How much of each pixel a shape covers, exactly.
 *
 * <p>Java's own rasteriser is not used: it needs native libraries that a bare machine may lack, and
 * its rounding changes between Java versions. Kept are the changes from pixel to pixel; their sum
 * along a line is the cover.
 */
final class Coverage {

  private static final double FLATNESS = 0.1;

  private final int left;
  private final int top;
  private final int width;
  private final int height;
  private final float[] change;

  private Coverage(int left, int top, int width, int height) {
    this.left = left;
    this.top = top;
    this.width = width;
    this.height = height;
    // Two spare columns take what spills over the right edge.
    this.change = new float[(width + 2) * height];
  }

  static Coverage of(Shape shape, int canvasWidth, int canvasHeight) {
    Rectangle2D bounds = shape.getBounds2D();
    int left = (int) Math.max(0, Math.floor(bounds.getMinX()));
    int top = (int) Math.max(0, Math.floor(bounds.getMinY()));
    int right = (int) Math.min(canvasWidth, Math.ceil(bounds.getMaxX()) + 1);
    int bottom = (int) Math.min(canvasHeight, Math.ceil(bounds.getMaxY()) + 1);
    Coverage coverage =
        new Coverage(left, top, Math.max(0, right - left), Math.max(0, bottom - top));
    if (coverage.width > 0 && coverage.height > 0) {
      coverage.trace(shape);
    }
    return coverage;
  }

  int left() {
    return left;
  }

  int right() {
    return left + width;
  }

  int top() {
    return top;
  }

  int bottom() {
    return top + height;
  }

  float change(int x, int y) {
    return change[(y - top) * (width + 2) + x - left];
  }

  private void trace(Shape shape) {
    float[] at = new float[6];
    float startX = 0;
    float startY = 0;
    float x = 0;
    float y = 0;
    for (PathIterator path = shape.getPathIterator(null, FLATNESS); !path.isDone(); path.next()) {
      switch (path.currentSegment(at)) {
        case PathIterator.SEG_MOVETO -> {
          line(x, y, startX, startY);
          startX = at[0] - left;
          startY = at[1] - top;
          x = startX;
          y = startY;
        }
        case PathIterator.SEG_LINETO -> {
          line(x, y, at[0] - left, at[1] - top);
          x = at[0] - left;
          y = at[1] - top;
        }
        default -> {
          line(x, y, startX, startY);
          x = startX;
          y = startY;
        }
      }
    }
    line(x, y, startX, startY);
  }

  private void line(float x0, float y0, float x1, float y1) {
    if (y0 == y1) {
      return;
    }
    float direction = y0 < y1 ? 1 : -1;
    float upperX = y0 < y1 ? x0 : x1;
    float upperY = Math.min(y0, y1);
    float lowerY = Math.max(y0, y1);
    float slope = (x1 - x0) / (y1 - y0);
    int last = Math.min(height, (int) Math.ceil(lowerY));
    for (int y = Math.max(0, (int) upperY); y < last; y++) {
      float from = Math.max(y, upperY);
      float to = Math.min(y + 1, lowerY);
      if (to > from) {
        float enter = inside(upperX + slope * (from - upperY));
        float leave = inside(upperX + slope * (to - upperY));
        span(
            y * (width + 2),
            Math.min(enter, leave),
            Math.max(enter, leave),
            direction * (to - from));
      }
    }
  }

  /** What lies beyond an edge counts at the edge, so that shapes may leave the canvas. */
  private float inside(float x) {
    return Math.max(0, Math.min(width, x));
  }

  /** One line segment within one pixel line: spreads its height over the columns it crosses. */
  private void span(int at, float from, float to, float rise) {
    int first = (int) from;
    int end = (int) Math.ceil(to);
    if (end <= first + 1) {
      float middle = (from + to) / 2 - first;
      change[at + first] += rise * (1 - middle);
      change[at + first + 1] += rise * middle;
      return;
    }
    float before = 0;
    for (int column = first; column < end; column++) {
      float enter = Math.max(from, column);
      float leave = Math.min(to, column + 1);
      float share = (leave - enter) / (to - from);
      float covered = share * (column + 1 - (enter + leave) / 2);
      change[at + column] += rise * (before + covered);
      before = share - covered;
    }
    change[at + end] += rise * before;
  }
}
