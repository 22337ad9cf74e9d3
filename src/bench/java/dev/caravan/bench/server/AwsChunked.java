package dev.caravan.bench.server;

import io.vertx.core.buffer.Buffer;
import java.nio.charset.StandardCharsets;

/** The body of an upload that the SDK cut into signed chunks. */
final class AwsChunked {

  private AwsChunked() {}

  /** The content alone, without chunk headers and trailer. */
  static Buffer decode(Buffer body) {
    Buffer content = Buffer.buffer(body.length());
    int at = 0;
    while (true) {
      int lineEnd = indexOfNewline(body, at);
      String header = body.getString(at, lineEnd, StandardCharsets.ISO_8859_1.name());
      int semicolon = header.indexOf(';');
      int size = Integer.parseInt(semicolon < 0 ? header : header.substring(0, semicolon), 16);
      if (size == 0) {
        return content;
      }
      int from = lineEnd + 2;
      content.appendBuffer(body, from, size);
      at = from + size + 2;
    }
  }

  private static int indexOfNewline(Buffer body, int from) {
    int at = from;
    while (body.getByte(at) != '\r' || body.getByte(at + 1) != '\n') {
      at++;
    }
    return at;
  }
}
