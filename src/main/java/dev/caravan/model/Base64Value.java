package dev.caravan.model;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Base64;

/**
 * A base64 string in a JSON document, decoded from where it stands. The JDK decodes it with the
 * processor's widest instructions; the parser, which takes three bytes at a time, is left with what
 * the JDK does not take: other encodings, escapes, and what is to be refused.
 */
final class Base64Value {

  private static final int GROUP = 4;

  private Base64Value() {}

  /**
   * Reads the string that the parser stands on, and takes the parser to the token behind it.
   *
   * @param json makes parsers like this one
   * @param document all of what the parser reads
   * @throws IOException where it is not base64, or the document ends in it
   */
  static byte[] read(JsonFactory json, JsonParser parser, byte[] document) throws IOException {
    // Below zero where the document is UTF-16 or UTF-32.
    int quote = (int) parser.currentTokenLocation().getByteOffset();
    if (quote < 0) {
      byte[] decoded = parser.getBinaryValue();
      parser.nextToken();
      return decoded;
    }
    parser.nextToken();
    int end = (int) parser.currentTokenLocation().getByteOffset() - 1;
    while (document[end] != '"') {
      end--;
    }
    int begin = quote + 1;
    byte[] decoded = decode(ByteBuffer.wrap(document, begin, end - begin));
    return decoded != null ? decoded : read(json, document, quote, end + 1 - quote);
  }

  /** Null where it is not base64 as it should be. */
  private static byte[] decode(ByteBuffer text) {
    if (text.remaining() % GROUP != 0) {
      return null;
    }
    try {
      ByteBuffer decoded = Base64.getDecoder().decode(text);
      byte[] bytes = decoded.array();
      return decoded.limit() == bytes.length ? bytes : Arrays.copyOf(bytes, decoded.limit());
    } catch (IllegalArgumentException e) {
      return null;
    }
  }

  private static byte[] read(JsonFactory json, byte[] document, int from, int length)
      throws IOException {
    try (JsonParser again = json.createParser(document, from, length)) {
      again.nextToken();
      return again.getBinaryValue();
    }
  }
}
