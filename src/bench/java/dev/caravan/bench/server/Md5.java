package dev.caravan.bench.server;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonObject;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.TreeSet;

/**
 * The checksums in the answers of SQS, which its clients verify.
 *
 * @see <a
 *     href="https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/sqs-message-metadata.html">Amazon:
 *     calculating the MD5 message digest for message attributes</a>
 */
final class Md5 {

  private static final byte TEXT = 1;

  private Md5() {}

  static String of(String body) {
    return of(body.getBytes(StandardCharsets.UTF_8));
  }

  /** The checksum of a message's attributes, all of which are text. */
  static String of(JsonObject attributes) {
    Buffer all = Buffer.buffer();
    for (String name : new TreeSet<>(attributes.fieldNames())) {
      JsonObject attribute = attributes.getJsonObject(name);
      append(all, name);
      append(all, attribute.getString("DataType"));
      append(all.appendByte(TEXT), attribute.getString("StringValue"));
    }
    return of(all.getBytes());
  }

  private static void append(Buffer all, String text) {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    all.appendInt(bytes.length).appendBytes(bytes);
  }

  private static String of(byte[] bytes) {
    try {
      return HexFormat.of().formatHex(MessageDigest.getInstance("MD5").digest(bytes));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has MD5", e);
    }
  }
}
