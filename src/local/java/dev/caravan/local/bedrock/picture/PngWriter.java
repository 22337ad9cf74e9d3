package dev.caravan.local.bedrock.picture;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.zip.CRC32;
import java.util.zip.Deflater;

/** Writes 8 bit RGB PNG files with text chunks; ImageIO is slower and cannot write iTXt simply. */
final class PngWriter {

  private static final byte[] SIGNATURE = {(byte) 0x89, 'P', 'N', 'G', '\r', '\n', 0x1a, '\n'};
  private static final int LEVEL = 4;
  private static final int BUFFER = 1 << 16;

  byte[] write(Canvas canvas, Scene scene, String software) {
    ByteArrayOutputStream out = new ByteArrayOutputStream(canvas.width * canvas.height);
    out.writeBytes(SIGNATURE);
    ByteBuffer header = ByteBuffer.allocate(13).putInt(canvas.width).putInt(canvas.height);
    // Depth 8, colour type RGB, and the only compression, filter method and order in use.
    chunk(out, "IHDR", header.put(new byte[] {8, 2, 0, 0, 0}).array(), 13);
    text(out, "Description", scene.prompt());
    text(out, "Seed", Long.toString(scene.seed()));
    text(out, "Software", software);
    pixels(out, canvas);
    chunk(out, "IEND", new byte[0], 0);
    return out.toByteArray();
  }

  /** UTF-8, not compressed, no language. */
  private static void text(ByteArrayOutputStream out, String keyword, String value) {
    ByteArrayOutputStream body = new ByteArrayOutputStream();
    body.writeBytes(keyword.getBytes(StandardCharsets.ISO_8859_1));
    body.writeBytes(new byte[5]);
    body.writeBytes(value.getBytes(StandardCharsets.UTF_8));
    chunk(out, "iTXt", body.toByteArray(), body.size());
  }

  private static void pixels(ByteArrayOutputStream out, Canvas canvas) {
    Deflater deflater = new Deflater(LEVEL);
    try {
      byte[] line = new byte[1 + 3 * canvas.width];
      byte[] packed = new byte[BUFFER];
      for (int y = 0; y < canvas.height; y++) {
        filter(canvas, y, line);
        deflater.setInput(line);
        drain(deflater, packed, out);
      }
      deflater.finish();
      drain(deflater, packed, out);
    } finally {
      deflater.end();
    }
  }

  private static void drain(Deflater deflater, byte[] packed, ByteArrayOutputStream out) {
    while (!deflater.finished()) {
      int length = deflater.deflate(packed);
      if (length > 0) {
        chunk(out, "IDAT", packed, length);
      }
      if (length == 0 || (length < packed.length && deflater.needsInput())) {
        return;
      }
    }
  }

  /** Each byte less the one above it: painted land changes least in that direction. */
  private static void filter(Canvas canvas, int y, byte[] line) {
    line[0] = 2;
    for (int x = 0, at = 1; x < canvas.width; x++) {
      int rgb = canvas.rgb(x, y);
      int above = y == 0 ? 0 : canvas.rgb(x, y - 1);
      line[at++] = (byte) ((rgb >> 16) - (above >> 16));
      line[at++] = (byte) ((rgb >> 8) - (above >> 8));
      line[at++] = (byte) (rgb - above);
    }
  }

  private static void chunk(ByteArrayOutputStream out, String type, byte[] body, int length) {
    byte[] name = type.getBytes(StandardCharsets.US_ASCII);
    CRC32 crc = new CRC32();
    crc.update(name);
    crc.update(body, 0, length);
    out.writeBytes(ByteBuffer.allocate(4).putInt(length).array());
    out.writeBytes(name);
    out.write(body, 0, length);
    out.writeBytes(ByteBuffer.allocate(4).putInt((int) crc.getValue()).array());
  }
}
