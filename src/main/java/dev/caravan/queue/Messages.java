package dev.caravan.queue;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.caravan.generation.Generation;
import dev.caravan.generation.GenerationId;
import dev.caravan.generation.InvalidPromptException;
import dev.caravan.generation.Prompt;
import dev.caravan.generation.PromptReader;
import dev.caravan.generation.Source;
import dev.caravan.logging.LogContext;
import java.time.Clock;
import java.time.Instant;
import org.apache.camel.Exchange;
import org.apache.camel.Message;

/** Reads queue messages into generations, and writes the messages of asynchronous prompts. */
public final class Messages {

  private static final ObjectMapper JSON = new ObjectMapper();

  private final PromptReader reader;
  private final LogContext logContext;
  private final Clock clock = Clock.systemUTC();

  public Messages(PromptReader reader, LogContext logContext) {
    this.logContext = logContext;
    this.reader = reader;
  }

  /**
   * Reads the received message into a generation. Its id is the {@code id} in the JSON, or else the
   * MessageId, so that a redelivered message has the same generation.
   *
   * @throws InvalidPromptException if the message can't be read
   */
  public void read(Exchange exchange) {
    Message message = exchange.getMessage();
    String body = message.getBody(String.class);
    String messageId = message.getHeader("CamelAwsSqsMessageId", String.class);
    // A dead letter contains the body as it was sent.
    exchange.setVariable("_body", body);
    try {
      PromptReader.Request request = reader.fromMessage(body);
      GenerationId id = new GenerationId(request.id().orElse(messageId));
      Generation accepted =
          Generation.accepted(id, Source.QUEUE, request.prompt(), messageId, clock.instant());
      message.setBody(accepted.withTimes(accepted.times().withSent(sent(message))));
      logContext.begin(accepted, exchange);
    } catch (InvalidPromptException e) {
      GenerationId id = new GenerationId(reader.idIn(body).orElse(messageId));
      message.setBody(Generation.unreadable(id, messageId, clock.instant()));
      throw e;
    }
  }

  /** The queue message for a generation. */
  public String write(Generation generation) {
    Prompt prompt = generation.prompt();
    ObjectNode message = JSON.createObjectNode();
    message.put("id", generation.id());
    message.put("prompt", prompt.text());
    put(message, "model", prompt.model());
    put(message, "aspectRatio", prompt.aspectRatio());
    put(message, "negativePrompt", prompt.negativePrompt());
    if (prompt.seed() != null) {
      message.put("seed", prompt.seed());
    }
    if (prompt.metadata() != null) {
      message.set("metadata", JSON.valueToTree(prompt.metadata()));
    }
    return message.toString();
  }

  private static void put(ObjectNode message, String name, String value) {
    if (value != null) {
      message.put(name, value);
    }
  }

  private static Instant sent(Message message) {
    Long sent = message.getHeader("SentTimestamp", Long.class);
    return sent == null ? null : Instant.ofEpochMilli(sent);
  }
}
