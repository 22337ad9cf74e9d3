package dev.caravan.web;

import java.awt.image.BufferedImage;

/**
 * Makes a picture smaller. Each new pixel is the average of the pixels that it replaces. Java's own
 * way to draw one picture into another would start the window system on some machines.
 */
final class Pixels {

  private static final int OPAQUE = 0xFF;

  /** Alpha, red, green, blue. */
  private static final int PARTS = 4;

  private Pixels() {}

  /**
   * @param width of the result in pixels, less than the picture's
   * @return with transparency only if a pixel of it is not opaque
   */
  static BufferedImage shrunk(BufferedImage picture, int width) {
    int wide = picture.getWidth();
    int high = picture.getHeight();
    int height = (int) Math.max(1, Math.round((double) high * width / wide));
    int[] argb = new int[width * height];
    int[] row = new int[wide];
    boolean isClear = false;
    for (int y = 0; y < height; y++) {
      long[] sums = new long[width * PARTS];
      int first = (int) ((long) y * high / height);
      int end = Math.max(first + 1, (int) ((long) (y + 1) * high / height));
      for (int from = first; from < end; from++) {
        readRow(picture, from, row);
        for (int x = 0; x < wide; x++) {
          add(row[x], sums, (int) ((long) x * width / wide) * PARTS);
        }
      }
      for (int x = 0; x < width; x++) {
        int firstColumn = firstColumn(x, width, wide);
        long count = (long) (end - first) * (firstColumn(x + 1, width, wide) - firstColumn);
        int pixel = average(sums, x * PARTS, count);
        isClear |= pixel >>> 24 != OPAQUE;
        argb[y * width + x] = pixel;
      }
    }
    BufferedImage small =
        new BufferedImage(
            width, height, isClear ? BufferedImage.TYPE_INT_ARGB : BufferedImage.TYPE_INT_RGB);
    small.setRGB(0, 0, width, height, argb, 0, width);
    return small;
  }

  /** The first column of the picture whose pixels belong to this column of the result. */
  private static int firstColumn(int x, int width, int wide) {
    return (int) (((long) x * wide + width - 1) / width);
  }

  private static void readRow(BufferedImage picture, int y, int[] row) {
    switch (picture.getType()) {
      case BufferedImage.TYPE_3BYTE_BGR, BufferedImage.TYPE_4BYTE_ABGR -> {
        // Five times as fast as asking the colour model for each pixel.
        int bands = picture.getRaster().getNumBands();
        int[] samples =
            picture.getRaster().getPixels(0, y, row.length, 1, new int[row.length * bands]);
        for (int x = 0, at = 0; x < row.length; x++, at += bands) {
          int alpha = bands == PARTS ? samples[at + 3] : OPAQUE;
          row[x] = alpha << 24 | samples[at] << 16 | samples[at + 1] << 8 | samples[at + 2];
        }
      }
      default -> picture.getRGB(0, y, row.length, 1, row, 0, row.length);
    }
  }

  /** Colours count as much as they are opaque; the colour of a clear pixel has no meaning. */
  private static void add(int argb, long[] sums, int at) {
    int alpha = argb >>> 24;
    sums[at] += alpha;
    sums[at + 1] += (long) alpha * (argb >> 16 & 0xFF);
    sums[at + 2] += (long) alpha * (argb >> 8 & 0xFF);
    sums[at + 3] += (long) alpha * (argb & 0xFF);
  }

  private static int average(long[] sums, int at, long count) {
    long alpha = sums[at];
    if (alpha == 0) {
      return 0;
    }
    return (int) (alpha / count) << 24
        | (int) (sums[at + 1] / alpha) << 16
        | (int) (sums[at + 2] / alpha) << 8
        | (int) (sums[at + 3] / alpha);
  }
}
