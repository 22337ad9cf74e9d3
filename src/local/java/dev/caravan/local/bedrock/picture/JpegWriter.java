package dev.caravan.local.bedrock.picture;

import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import javax.imageio.IIOImage;
import javax.imageio.ImageIO;
import javax.imageio.ImageWriteParam;
import javax.imageio.ImageWriter;
import javax.imageio.stream.MemoryCacheImageOutputStream;

/** Writes baseline JPEG files with comments. */
final class JpegWriter {

  private static final float QUALITY = 0.9f;
  private static final int LONGEST_COMMENT = 65_533;
  private static final int START_OF_IMAGE = 2;
  private static final int APP0 = 0xe0;
  private static final int COMMENT = 0xfe;

  byte[] write(Canvas canvas, Scene scene, String software) {
    byte[] image = encode(canvas);
    int head = START_OF_IMAGE;
    if ((image[3] & 255) == APP0) {
      head += 2 + ((image[4] & 255) << 8 | image[5] & 255);
    }
    ByteArrayOutputStream out = new ByteArrayOutputStream(image.length + 1024);
    out.write(image, 0, head);
    comment(out, scene.prompt());
    comment(out, "Seed: " + scene.seed());
    comment(out, "Software: " + software);
    out.write(image, head, image.length - head);
    return out.toByteArray();
  }

  private static byte[] encode(Canvas canvas) {
    BufferedImage image =
        new BufferedImage(canvas.width, canvas.height, BufferedImage.TYPE_INT_RGB);
    image.getRaster().setDataElements(0, 0, canvas.width, canvas.height, canvas.pixels());
    ImageWriter writer = ImageIO.getImageWritersByFormatName("jpeg").next();
    ByteArrayOutputStream out = new ByteArrayOutputStream(canvas.width * canvas.height / 2);
    // In memory, because ImageIO would otherwise want a cache file on the disk.
    try (MemoryCacheImageOutputStream stream = new MemoryCacheImageOutputStream(out)) {
      ImageWriteParam settings = writer.getDefaultWriteParam();
      settings.setCompressionMode(ImageWriteParam.MODE_EXPLICIT);
      settings.setCompressionQuality(QUALITY);
      writer.setOutput(stream);
      writer.write(null, new IIOImage(image, null, null), settings);
    } catch (IOException e) {
      throw new UncheckedIOException("cannot encode the picture as JPEG", e);
    } finally {
      writer.dispose();
    }
    return out.toByteArray();
  }

  /** UTF-8; a text too long for one segment goes on in the next. */
  private static void comment(ByteArrayOutputStream out, String text) {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    int from = 0;
    do {
      int length = Math.min(LONGEST_COMMENT, bytes.length - from);
      out.write(0xff);
      out.write(COMMENT);
      out.write((length + 2) >> 8);
      out.write((length + 2) & 255);
      out.write(bytes, from, length);
      from += length;
    } while (from < bytes.length);
  }
}
