package dev.caravan.bench.server;

import io.vertx.core.buffer.Buffer;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Random;

/**
 * A model's answer, created once: bytes that look like a PNG and can't be compressed, in base64.
 */
final class CannedImage {

  private static final byte[] PNG = {(byte) 0x89, 'P', 'N', 'G', '\r', '\n', 0x1A, '\n'};

  private CannedImage() {}

  static Buffer answer(int bytes) {
    byte[] image = new byte[bytes];
    new Random(1).nextBytes(image);
    System.arraycopy(PNG, 0, image, 0, PNG.length);
    return Buffer.buffer()
        .appendString("{\"seeds\":[1],\"finish_reasons\":[null],\"images\":[\"")
        .appendString(
            new String(Base64.getEncoder().encode(image), StandardCharsets.ISO_8859_1),
            "ISO-8859-1")
        .appendString("\"]}");
  }
}
