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
import dev.caravan.queue.deadletters.DeadLetter;
import dev.caravan.queue.deadletters.LetterRecords;
import java.time.Clock;
import java.time.Instant;
import java.util.Optional;
import org.apache.camel.Exchange;
import org.apache.camel.Message;

/** Reads queue messages into generations, and writes the messages of asynchronous prompts. */
public final class Messages {

  private static final String ATTRIBUTES = "CamelAwsSqsMessageAttributes";
  private static final ObjectMapper JSON = new ObjectMapper();

  private final PromptReader reader;
  private final LetterRecords letters;
  private final LogContext logContext;
  private final Clock clock = Clock.systemUTC();

  public Messages(PromptReader reader, LetterRecords letters, LogContext logContext) {
    this.letters = letters;
    this.logContext = logContext;
    this.reader = reader;
  }

  /**
   * Reads the received message into a generation. Its id is the {@code id} in the JSON, or else the
   * MessageId, so that a redelivered message has the same generation. A dead letter that AWS's own
   * redrive moved here is read as the message inside it.
   *
   * @throws InvalidPromptException if the message can't be read
   */
  public void read(Exchange exchange) {
    Message message = exchange.getMessage();
    String messageId = message.getHeader("CamelAwsSqsMessageId", String.class);
    String received = message.getBody(String.class);
    Optional<DeadLetter> letter = letters.returned(received, messageId);
    letter.ifPresent(sent -> message.setHeader(ATTRIBUTES, FirstSent.without(sent.attributes())));
    String body = letter.map(DeadLetter::body).orElse(received);
    // A dead letter contains the body as it was sent.
    exchange.setVariable("_body", body);
    try {
      PromptReader.Request request = reader.fromMessage(body);
      GenerationId id =
          new GenerationId(letter.map(DeadLetter::id).or(request::id).orElse(messageId));
      Generation accepted =
          Generation.accepted(id, Source.QUEUE, request.prompt(), messageId, clock.instant());
      message.setBody(accepted.withTimes(accepted.times().withSent(sent(message))));
      logContext.begin(accepted, exchange);
    } catch (InvalidPromptException e) {
      String id = letter.map(DeadLetter::id).or(() -> reader.idIn(body)).orElse(messageId);
      message.setBody(
          Generation.unreadable(new GenerationId(id), body, messageId, clock.instant()));
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
    put(message, "system", prompt.system());
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
