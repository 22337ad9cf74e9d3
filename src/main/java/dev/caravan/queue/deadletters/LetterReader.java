package dev.caravan.queue.deadletters;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.caravan.generation.GenerationId;
import dev.caravan.generation.InvalidPromptException;
import dev.caravan.generation.MessageBody;
import dev.caravan.generation.Prompt;
import dev.caravan.generation.PromptReader;
import dev.caravan.generation.Reason;
import dev.caravan.queue.deadletters.DeadLetter.Content;
import dev.caravan.queue.deadletters.DeadLetter.Kept;
import dev.caravan.queue.deadletters.DeadLetter.Origin;
import java.io.IOException;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.services.sqs.model.Message;
import software.amazon.awssdk.services.sqs.model.MessageAttributeValue;

/** Reads messages of the dead-letter queue: envelopes by Caravan, and messages moved by SQS. */
public final class LetterReader {

  private static final int SCHEMA = 1;
  private static final Pattern DIGEST = Pattern.compile("[0-9a-f]{64}");

  /** Caravan writes no other reason; SQS moves what has reached its receive limit. */
  private static final Set<String> REASONS =
      Arrays.stream(Reason.values()).map(Reason::name).collect(Collectors.toSet());

  private static final JsonMapper JSON =
      JsonMapper.builder()
          .enable(JsonParser.Feature.STRICT_DUPLICATE_DETECTION)
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .build();

  private final PromptReader prompts;

  public LetterReader(PromptReader prompts) {
    this.prompts = prompts;
  }

  /** Never fails: a message that can't be read is foreign. */
  DeadLetter read(Message message) {
    Optional<JsonNode> envelope = envelope(message.body());
    return envelope.isPresent() ? enveloped(message, envelope.get()) : moved(message);
  }

  /** Whether the body is an envelope, of whatever version. */
  boolean isEnvelope(String body) {
    return envelope(body).isPresent();
  }

  /** Whether the JSON object has a schema field, which no prompt has. */
  private static Optional<JsonNode> envelope(String body) {
    if (!RedrivenBody.isJson(body)) {
      return Optional.empty();
    }
    try {
      return Optional.of(JSON.readTree(body)).filter(object -> object.path("schema").isNumber());
    } catch (JsonProcessingException e) {
      return Optional.empty();
    }
  }

  private DeadLetter enveloped(Message message, JsonNode envelope) {
    JsonNode schema = envelope.get("schema");
    if (!schema.isInt() || schema.intValue() != SCHEMA) {
      return DeadLetter.foreign(
          message, "The envelope has schema %s; this version reads %d.".formatted(schema, SCHEMA));
    }
    JsonNode body = envelope.at("/message/body");
    if (!GenerationId.isValid(envelope.path("id").textValue())
        || !REASONS.contains(envelope.path("reason").asText())
        || !body.isTextual() && !isStored(envelope)) {
      return DeadLetter.foreign(
          message,
          "The envelope lacks a usable id, reason, and message.body or message.stored.sha256.");
    }
    try {
      return new DeadLetter(
          message,
          Origin.ENVELOPE,
          envelope.get("id").textValue(),
          envelope.get("reason").textValue(),
          envelope.path("detail").textValue(),
          envelope.path("failedAt").textValue(),
          envelope.path("attempts").isInt() ? envelope.get("attempts").intValue() : null,
          envelope.path("model").textValue(),
          body.asText(""),
          attributes(envelope.at("/message/attributes")),
          body.isTextual() ? prompt(body.textValue()) : Optional.empty(),
          kept(envelope));
    } catch (IOException e) {
      return DeadLetter.foreign(message, "The attributes in the envelope can't be read.");
    }
  }

  /** A message that SQS moved: it keeps its body, attributes and MessageId. */
  private DeadLetter moved(Message message) {
    String id = message.messageId();
    try {
      id = prompts.fromMessage(message.body()).id().orElse(id);
    } catch (InvalidPromptException e) {
      if (!isText(message.body())) {
        return DeadLetter.foreign(
            message, "The message is neither an envelope nor a prompt: " + e.getMessage());
      }
    }
    if (!GenerationId.isValid(id)) {
      return DeadLetter.foreign(message, "The id is not valid for a generation.");
    }
    return new DeadLetter(
        message,
        Origin.MOVED_BY_SQS,
        id,
        DeadLetter.RECEIVE_LIMIT,
        "SQS moved the message here, because it was received as often as the queue allows.",
        null,
        null,
        null,
        message.body(),
        message.messageAttributes(),
        prompt(message.body()),
        Kept.WHOLE);
  }

  /** Whether the body is a prompt's text, even if it is too long for the models of this version. */
  private static boolean isText(String body) {
    try {
      return MessageBody.of(body).object().isEmpty();
    } catch (InvalidPromptException e) {
      return false;
    }
  }

  /** The envelope of a body in S3 has no {@code body}. */
  private static boolean isStored(JsonNode envelope) {
    return envelope.at("/message/body").isMissingNode()
        && DIGEST.matcher(envelope.at("/message/stored/sha256").asText()).matches();
  }

  private static Kept kept(JsonNode envelope) {
    String fingerprint = envelope.at("/message/fingerprint").textValue();
    if (isStored(envelope)) {
      String digest = envelope.at("/message/stored/sha256").textValue();
      return new Kept(Content.STORED, digest, fingerprint);
    }
    return envelope.at("/message/cut").isTextual()
        ? new Kept(Content.CUT, null, fingerprint)
        : Kept.WHOLE;
  }

  DeadLetter withBody(DeadLetter letter, String body) {
    return letter.withBody(body, prompt(body));
  }

  private Optional<Prompt> prompt(String body) {
    try {
      return Optional.of(prompts.fromMessage(body).prompt());
    } catch (InvalidPromptException e) {
      return Optional.empty();
    }
  }

  private static Map<String, MessageAttributeValue> attributes(JsonNode written)
      throws IOException {
    Map<String, MessageAttributeValue> attributes = new LinkedHashMap<>();
    for (Map.Entry<String, JsonNode> entry : written.properties()) {
      String type = entry.getValue().path("type").textValue();
      JsonNode value = entry.getValue().path("value");
      if (type == null || !value.isTextual()) {
        throw new IOException("The attribute " + entry.getKey() + " has no type or no value.");
      }
      attributes.put(entry.getKey(), attribute(type, value));
    }
    return attributes;
  }

  /** Keeps custom labels such as {@code Binary.png} and {@code Number.int}. */
  private static MessageAttributeValue attribute(String type, JsonNode value) throws IOException {
    MessageAttributeValue.Builder attribute = MessageAttributeValue.builder().dataType(type);
    return type.equals("Binary") || type.startsWith("Binary.")
        ? attribute.binaryValue(SdkBytes.fromByteArray(value.binaryValue())).build()
        : attribute.stringValue(value.textValue()).build();
  }
}
