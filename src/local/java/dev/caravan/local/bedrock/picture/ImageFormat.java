package dev.caravan.local.bedrock.picture;

import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.zip.CRC32;
import javax.imageio.IIOImage;
import javax.imageio.ImageIO;
import javax.imageio.ImageWriteParam;
import javax.imageio.ImageWriter;
import javax.imageio.stream.MemoryCacheImageOutputStream;

/** PNG has 8 bit RGB and is lossless; JPEG is baseline with quality 0.9. */
public enum ImageFormat {
  PNG,
  JPEG;

  /** A file with the prompt and the seed as text: iTXt chunks of a PNG, comments of a JPEG. */
  byte[] encode(BufferedImage image, Scene scene) {
    ImageWriter writer = ImageIO.getImageWritersByFormatName(name()).next();
    ByteArrayOutputStream out = new ByteArrayOutputStream(image.getWidth() * image.getHeight());
    // In memory, because ImageIO would otherwise want a cache file on the disk.
    try (MemoryCacheImageOutputStream stream = new MemoryCacheImageOutputStream(out)) {
      ImageWriteParam settings = writer.getDefaultWriteParam();
      settings.setCompressionMode(ImageWriteParam.MODE_EXPLICIT);
      settings.setCompressionQuality(this == JPEG ? 0.9f : 0.7f);
      writer.setOutput(stream);
      writer.write(null, new IIOImage(image, null, null), settings);
    } catch (IOException e) {
      throw new UncheckedIOException("cannot encode the picture as " + this, e);
    } finally {
      writer.dispose();
    }
    byte[] plain = out.toByteArray();
    // Texts follow the header: the signature and IHDR of a PNG, the JFIF segment of a JPEG.
    int header = this == PNG ? 33 : 20;
    out.reset();
    out.write(plain, 0, header);
    out.writeBytes(text("Description", scene.prompt()));
    out.writeBytes(text("Seed", Long.toString(scene.seed())));
    out.write(plain, header, plain.length - header);
    return out.toByteArray();
  }

  private byte[] text(String keyword, String value) {
    if (this == JPEG) {
      byte[] comment = (keyword + ": " + value).getBytes(StandardCharsets.UTF_8);
      int length = Math.min(comment.length, 0xffff - 2);
      ByteBuffer segment = ByteBuffer.allocate(length + 4).putShort((short) 0xfffe);
      return segment.putShort((short) (length + 2)).put(comment, 0, length).array();
    }
    // Not compressed, and in no language.
    byte[] chunk = ("iTXt" + keyword + "\0\0\0\0\0" + value).getBytes(StandardCharsets.UTF_8);
    CRC32 crc = new CRC32();
    crc.update(chunk);
    ByteBuffer framed = ByteBuffer.allocate(chunk.length + 8).putInt(chunk.length - 4).put(chunk);
    return framed.putInt((int) crc.getValue()).array();
  }
}
