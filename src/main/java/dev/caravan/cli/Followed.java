package dev.caravan.cli;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.caravan.generation.Prompt;
import java.util.Optional;

/**
 * A generation whose record a command reads.
 *
 * @param isNew true if it was just sent, so that it may have no record yet
 * @param messageId of the message that carries it; empty if it is not known
 * @param prompt as it was sent; empty if it is not known
 */
record Followed(String id, boolean isNew, Optional<String> messageId, Optional<Prompt> prompt) {

  private static final ObjectMapper JSON = new ObjectMapper();

  static Followed of(String id) {
    return new Followed(id, false, Optional.empty(), Optional.empty());
  }

  /** Its id was assigned when it was sent, so no earlier prompt has it. */
  static Followed sent(String id) {
    return new Followed(id, true, Optional.empty(), Optional.empty());
  }

  /** Its id was chosen by the user, so an earlier prompt may have it. */
  static Followed sent(String id, String messageId, Prompt prompt) {
    return new Followed(id, true, Optional.of(messageId), Optional.of(prompt));
  }

  /**
   * Reads its record; empty if it has none yet. If the id belongs to another prompt, Caravan
   * refuses the message and writes a record with the id of the message.
   */
  Optional<GenerationView> look(ServiceClient client) {
    Optional<GenerationView> found =
        client.find(id).map(GenerationView::new).filter(this::isOfThisPrompt);
    return found.isPresent() || messageId.isEmpty()
        ? found
        : client.find(messageId.get()).map(GenerationView::new);
  }

  private boolean isOfThisPrompt(GenerationView view) {
    return prompt.isEmpty() || prompt.get().fingerprint().equals(fingerprint(view));
  }

  private static String fingerprint(GenerationView view) {
    try {
      return JSON.treeToValue(view.json().path("prompt"), Prompt.class).fingerprint();
    } catch (JsonProcessingException | NullPointerException e) {
      // The record of a message that could not be read has no prompt.
      return "";
    }
  }
}
