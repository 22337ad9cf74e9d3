package dev.caravan.web;

import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.Iterator;
import java.util.Optional;
import javax.imageio.IIOException;
import javax.imageio.IIOImage;
import javax.imageio.ImageIO;
import javax.imageio.ImageReadParam;
import javax.imageio.ImageReader;
import javax.imageio.ImageWriteParam;
import javax.imageio.ImageWriter;
import javax.imageio.stream.ImageInputStream;
import javax.imageio.stream.MemoryCacheImageInputStream;
import javax.imageio.stream.MemoryCacheImageOutputStream;

/**
 * A small version of a picture.
 *
 * @param contentType {@code image/jpeg}, or {@code image/png} if the picture is transparent
 */
record Thumbnail(byte[] bytes, String contentType) {

  /** Most pixels of a picture that is decoded, so that a few bytes can't become gigabytes. */
  private static final long MOST_PIXELS = 4096L * 4096;

  /** Most bytes of the decoded picture and the small one. */
  static final int MOST_DECODED = 12 * 1_048_576;

  private static final float QUALITY = 0.78f;

  /**
   * Makes one in the calling thread.
   *
   * @param width in pixels; the height keeps the picture's proportions
   * @return empty if the picture is not wider, or is not a picture that this JVM can decode within
   *     the limits
   */
  static Optional<Thumbnail> of(byte[] picture, int width) {
    try (ImageInputStream in = new MemoryCacheImageInputStream(new ByteArrayInputStream(picture))) {
      Iterator<ImageReader> readers = ImageIO.getImageReaders(in);
      if (!readers.hasNext()) {
        return Optional.empty();
      }
      ImageReader reader = readers.next();
      try {
        reader.setInput(in, true, true);
        return read(reader, width).map(decoded -> encode(Pixels.shrunk(decoded, width)));
      } finally {
        reader.dispose();
      }
    } catch (IOException | RuntimeException e) {
      // The decoders also throw runtime exceptions for broken pictures.
      return Optional.empty();
    }
  }

  private static Optional<BufferedImage> read(ImageReader reader, int width) throws IOException {
    long wide = reader.getWidth(0);
    long high = reader.getHeight(0);
    if (wide <= width || wide * high > MOST_PIXELS) {
      return Optional.empty();
    }
    // Skips pixels of a large picture, and leaves enough to average.
    int step = (int) Math.max(1, wide / (2L * width));
    long decoded = (wide / step + 1) * (high / step + 1) * bytesPerPixel(reader);
    if (decoded > MOST_DECODED) {
      return Optional.empty();
    }
    ImageReadParam param = reader.getDefaultReadParam();
    param.setSourceSubsampling(step, step, 0, 0);
    return Optional.of(reader.read(0, param));
  }

  private static int bytesPerPixel(ImageReader reader) throws IOException {
    if (!reader.getImageTypes(0).hasNext()) {
      throw new IIOException("no form in which it can be decoded");
    }
    int bits = reader.getImageTypes(0).next().getColorModel().getPixelSize();
    return Math.max(4, (bits + 7) / 8);
  }

  private static Thumbnail encode(BufferedImage small) {
    boolean clear = small.getColorModel().hasAlpha();
    ImageWriter writer = ImageIO.getImageWritersByFormatName(clear ? "png" : "jpeg").next();
    ByteArrayOutputStream bytes = new ByteArrayOutputStream(32_768);
    try (MemoryCacheImageOutputStream out = new MemoryCacheImageOutputStream(bytes)) {
      ImageWriteParam param = writer.getDefaultWriteParam();
      if (!clear) {
        param.setCompressionMode(ImageWriteParam.MODE_EXPLICIT);
        param.setCompressionQuality(QUALITY);
      }
      writer.setOutput(out);
      writer.write(null, new IIOImage(small, null, null), param);
    } catch (IOException e) {
      throw new IllegalStateException("A small picture can always be written", e);
    } finally {
      writer.dispose();
    }
    return new Thumbnail(bytes.toByteArray(), clear ? "image/png" : "image/jpeg");
  }
}
