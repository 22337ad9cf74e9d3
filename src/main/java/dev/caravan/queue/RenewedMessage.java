package dev.caravan.queue;

import dev.caravan.generation.Generation;
import dev.caravan.generation.GenerationId;
import dev.caravan.generation.InvalidPromptException;
import dev.caravan.generation.PromptReader;
import dev.caravan.generation.Source;
import java.time.Instant;
import java.util.function.UnaryOperator;
import software.amazon.awssdk.services.sqs.model.Message;

/**
 * Makes the message that is sent again for a received one. SQS gives it a new MessageId, so its
 * body contains the id of the generation.
 */
public final class RenewedMessage implements UnaryOperator<Message> {

  private final PromptReader reader;
  private final Messages messages;

  public RenewedMessage(PromptReader reader, Messages messages) {
    this.reader = reader;
    this.messages = messages;
  }

  @Override
  public Message apply(Message message) {
    try {
      PromptReader.Request request = reader.fromMessage(message.body());
      Generation generation =
          Generation.accepted(
              new GenerationId(request.id().orElse(message.messageId())),
              Source.QUEUE,
              request.prompt(),
              null,
              Instant.EPOCH);
      return message.toBuilder().body(messages.write(generation)).build();
    } catch (InvalidPromptException e) {
      // It has no generation yet, and is refused under the id of its new message.
      return message;
    }
  }
}
