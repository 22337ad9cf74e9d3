package dev.caravan.cli;

import dev.caravan.generation.InvalidPromptException;
import dev.caravan.generation.Prompt;
import dev.caravan.generation.PromptReader;
import java.util.Optional;

/**
 * A prompt that is about to be sent.
 *
 * @param number its place among the prompts of the command, from 1
 * @param body of its queue message
 * @param id that the message gives the generation; empty if the queue assigns one
 * @param prompt in the message; empty if Caravan would refuse the message
 * @param refusal why Caravan would refuse it; empty if it would not
 */
record Outgoing(
    int number,
    String body,
    Optional<String> id,
    Optional<Prompt> prompt,
    Optional<String> refusal) {

  /** The limit on characters is a setting of the service, which may be another one here. */
  private static final PromptReader READER = new PromptReader(Integer.MAX_VALUE);

  boolean namesModel() {
    return prompt.map(Prompt::model).isPresent();
  }

  static Outgoing of(int number, String body) {
    try {
      PromptReader.Request request = READER.fromMessage(body);
      return new Outgoing(
          number, body, request.id(), Optional.of(request.prompt()), Optional.empty());
    } catch (InvalidPromptException e) {
      return new Outgoing(
          number, body, READER.idIn(body), Optional.empty(), Optional.of(e.getMessage()));
    }
  }
}
