package dev.caravan.web;

import io.vertx.core.buffer.Buffer;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.zip.GZIPOutputStream;
import org.apache.camel.Message;

/** Compresses an answer of JSON if its caller accepts that and if it is worth the time. */
final class PackedJson {

  /** About one packet; compressing less saves nothing. */
  private static final int LEAST_CHARACTERS = 1400;

  private PackedJson() {}

  /**
   * Replaces the body and sets its headers.
   *
   * @param acceptsGzip according to the request, whose headers the message no longer has
   */
  static void apply(Message message, String json, boolean acceptsGzip) {
    message.setHeader("Vary", "Accept-Encoding");
    if (acceptsGzip && json.length() >= LEAST_CHARACTERS) {
      message.setHeader("Content-Encoding", "gzip");
      message.setBody(Buffer.buffer(gzip(json.getBytes(StandardCharsets.UTF_8))));
    }
  }

  static byte[] gzip(byte[] bytes) {
    ByteArrayOutputStream packed = new ByteArrayOutputStream();
    try (GZIPOutputStream gzip = new GZIPOutputStream(packed)) {
      gzip.write(bytes);
    } catch (IOException e) {
      throw new UncheckedIOException("memory can always be written", e);
    }
    return packed.toByteArray();
  }
}
