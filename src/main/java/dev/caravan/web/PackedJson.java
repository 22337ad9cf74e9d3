package dev.caravan.web;

import io.vertx.core.buffer.Buffer;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.zip.GZIPOutputStream;
import org.apache.camel.Exchange;
import org.apache.camel.Message;

/** Writes answers of JSON, compressed if the caller accepts that and if it is worth the time. */
final class PackedJson {

  /** About one packet; compressing less saves nothing. */
  private static final int LEAST_CHARACTERS = 1400;

  private PackedJson() {}

  /** Replaces the request's headers and the body of the message. */
  static void answer(Message message, int status, String json) {
    boolean acceptsGzip = ContentCoding.acceptsGzip(Lines.of(message, "Accept-Encoding"));
    message.removeHeaders("*");
    // Text, because Camel would send bytes as a stream that other threads read in pieces.
    message.setBody(json);
    message.setHeader(Exchange.HTTP_RESPONSE_CODE, status);
    message.setHeader(Exchange.CONTENT_TYPE, "application/json");
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
