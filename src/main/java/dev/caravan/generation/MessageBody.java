package dev.caravan.generation;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Optional;
import java.util.Set;
import java.util.stream.StreamSupport;

/**
 * The body of a queue message without the envelopes of SNS and EventBridge around it.
 *
 * @param text of the innermost body, without a byte order mark
 * @param object the JSON object that the text is; empty if the text is the prompt itself
 * @param id that an SNS envelope has next to the message, because Caravan sent it again under the
 *     id of its generation
 */
public record MessageBody(String text, Optional<ObjectNode> object, Optional<String> id) {

  /** The byte order mark, which some editors and Windows tools put before text. */
  private static final String BYTE_ORDER_MARK = "\uFEFF";

  private static final int MOST_ENVELOPES = 8;

  private static final Set<String> SNS_CONFIRMATIONS =
      Set.of("SubscriptionConfirmation", "UnsubscribeConfirmation");

  /**
   * Reads the body as SQS delivers it.
   *
   * @param body null counts as empty
   * @throws InvalidPromptException if the body is plainly not a prompt: JSON other than an object,
   *     several JSON values, JSON or compressed data in base64 or another encoding, a pointer to
   *     S3, or an object that is not valid JSON
   */
  public static MessageBody of(String body) {
    return of(body == null ? "" : body, Optional.empty(), MOST_ENVELOPES);
  }

  /** The text without a byte order mark at its start. */
  static String bare(String text) {
    return text.startsWith(BYTE_ORDER_MARK) ? text.substring(1) : text;
  }

  private static MessageBody of(String body, Optional<String> id, int envelopes) {
    String bare = bare(body);
    String visible = new UnicodeText(bare).stripped();
    if (visible.startsWith("{")) {
      return of(object(visible), visible, id, envelopes);
    }
    new PromptJson(visible).find().ifPresent(MessageBody::refuse);
    if (new JsonSequence(visible).isFound()) {
      throw several();
    }
    TextCode.nameOf(visible).ifPresent(MessageBody::refuseCoded);
    return new MessageBody(bare, Optional.empty(), id);
  }

  private static ObjectNode object(String text) {
    try {
      return (ObjectNode) new PromptJson(text).read();
    } catch (InvalidPromptException e) {
      throw new JsonSequence(text).isFound() ? several() : e;
    }
  }

  private static MessageBody of(
      ObjectNode object, String text, Optional<String> id, int envelopes) {
    boolean isSns = isSns(object);
    if (isPointer(object)) {
      throw pointer();
    }
    if (!isSns && !isEvent(object)) {
      return new MessageBody(text, Optional.of(object), id);
    }
    if (envelopes == 0) {
      throw InvalidPromptException.malformed(
          "The body has more than %d envelopes around the prompt; send the prompt in fewer."
              .formatted(MOST_ENVELOPES));
    }
    // An event has an id of its own, which is not that of a generation.
    Optional<String> own = isSns ? PromptReader.id(object) : Optional.empty();
    JsonNode inner = object.get(isSns ? "Message" : "detail");
    if (inner instanceof ObjectNode detail && !isSns) {
      return of(detail, detail.toString(), own.or(() -> id), envelopes - 1);
    }
    if (inner.isTextual()) {
      return of(inner.textValue(), own.or(() -> id), envelopes - 1);
    }
    throw InvalidPromptException.malformed(
        "The %s contains a JSON %s; send a prompt in its \"%s\"."
            .formatted(
                isSns ? "SNS envelope" : "EventBridge event",
                PromptJson.type(inner),
                isSns ? "Message" : "detail"));
  }

  private static boolean isSns(JsonNode object) {
    String type = object.path("Type").asText();
    if (object.has("prompt") || !object.has("Message")) {
      return false;
    }
    if (SNS_CONFIRMATIONS.contains(type)) {
      throw InvalidPromptException.malformed(
          "The body is a %s of SNS, not a prompt.".formatted(type));
    }
    return type.equals("Notification");
  }

  private static boolean isEvent(JsonNode object) {
    return object.path("detail-type").isTextual() && object.has("detail") && !object.has("prompt");
  }

  /** A pointer of the SQS extended client, or of its counterparts in other languages. */
  private static boolean isPointer(JsonNode value) {
    return value.has("s3BucketName") && value.has("s3Key") || value.has("S3Payload");
  }

  private static void refuse(JsonNode value) {
    if (value.isArray()
        && (value.path(0).asText().endsWith("S3Pointer")
            || StreamSupport.stream(value.spliterator(), false).anyMatch(MessageBody::isPointer))) {
      throw pointer();
    }
    throw InvalidPromptException.malformed(
        "The body is a JSON %s; send one prompt per message, as text or as an object such as %s."
            .formatted(PromptJson.type(value), PromptJson.EXAMPLE));
  }

  private static InvalidPromptException several() {
    return InvalidPromptException.malformed(
        "The body is several JSON values; send one prompt per message, as text or as an object such as %s."
            .formatted(PromptJson.EXAMPLE));
  }

  private static void refuseCoded(String name) {
    throw InvalidPromptException.malformed(
        "The body is %s; send it without the encoding.".formatted(name));
  }

  private static InvalidPromptException pointer() {
    return InvalidPromptException.malformed(
        "The body is a pointer of the SQS extended client to an object in S3, which Caravan does"
            + " not read; send the prompt itself.");
  }
}
