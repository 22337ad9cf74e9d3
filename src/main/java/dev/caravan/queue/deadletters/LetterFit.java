package dev.caravan.queue.deadletters;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.caravan.store.StoreException;
import java.nio.charset.StandardCharsets;
import java.util.function.IntSupplier;

/**
 * Makes envelopes small enough for SQS. An envelope is larger than the message inside it, because
 * JSON escapes the body.
 */
public final class LetterFit {

  /** For the attributes that Caravan's client adds to every message, in bytes. */
  private static final int TRACE_ROOM = 512;

  private final LetterBodies bodies;
  private final IntSupplier maximumBytes;

  /**
   * @param maximumBytes the largest message that the dead-letter queue accepts
   */
  public LetterFit(LetterBodies bodies, IntSupplier maximumBytes) {
    this.bodies = bodies;
    this.maximumBytes = maximumBytes;
  }

  /**
   * The envelope as JSON. A body that does not fit is stored in S3, and the envelope refers to it.
   * If S3 does not accept it, the envelope contains its beginning. Either envelope has the
   * fingerprint, because only a whole body can be compared with the record.
   *
   * @param fingerprint of the generation
   */
  public String fit(ObjectNode envelope, String fingerprint) {
    int most = maximumBytes.getAsInt() - TRACE_ROOM;
    if (bytes(envelope) <= most) {
      return envelope.toString();
    }
    ObjectNode message = (ObjectNode) envelope.get("message");
    String body = message.path("body").asText();
    message.remove("body");
    message.put("fingerprint", fingerprint);
    leaveOutAttributes(envelope, message, most);
    try {
      LetterBodies.Place place = bodies.store(envelope.get("id").asText(), body);
      message
          .putObject("stored")
          .put("bucket", place.bucket())
          .put("key", place.key())
          .put("sha256", place.digest());
    } catch (StoreException e) {
      cut(envelope, message, body, most);
    }
    return envelope.toString();
  }

  /** Attributes can be nearly as large as a message. Half of the letter is left for the rest. */
  private static void leaveOutAttributes(ObjectNode envelope, ObjectNode message, int most) {
    if (bytes(envelope) > most / 2) {
      message.putObject("attributes");
      message.put("note", "The attributes were left out, because the letter would be too large.");
    }
  }

  private static void cut(ObjectNode envelope, ObjectNode message, String body, int most) {
    message.put(
        "cut",
        "This is the beginning of %d characters, because S3 did not accept the rest."
            .formatted(body.length()));
    int length = Math.min(body.length(), most);
    do {
      length /= 2;
      message.put("body", beginning(body, length));
    } while (length > 0 && bytes(envelope) > most);
  }

  private static String beginning(String body, int length) {
    boolean splits = length > 0 && Character.isHighSurrogate(body.charAt(length - 1));
    return body.substring(0, splits ? length - 1 : length);
  }

  private static int bytes(ObjectNode envelope) {
    return envelope.toString().getBytes(StandardCharsets.UTF_8).length;
  }
}
