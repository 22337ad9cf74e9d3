package dev.caravan.cli;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.caravan.generation.Prompt;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** Sends prompts by HTTP, each with a key, so that a repeated call makes no second generation. */
final class ApiEntrance implements Entrance {

  private static final int TRIES = 5;
  private static final ObjectMapper JSON = new ObjectMapper();

  private final ServiceClient client;

  ApiEntrance(ServiceClient client) {
    this.client = client;
  }

  @Override
  public SendOutcome send(List<Outgoing> prompts, Progress progress) {
    SendOutcome outcome = new SendOutcome();
    ServiceException ended = null;
    for (Outgoing prompt : prompts) {
      if (ended != null) {
        outcome.addFailed(prompt, ended.getMessage());
        continue;
      }
      try {
        outcome.add(send(prompt));
      } catch (ServiceException e) {
        outcome.addFailed(prompt, e.getMessage());
        // The others would get the same answer, or none, after the same time.
        ended = e.isTemporary() ? e : null;
      }
      progress.stepTo(outcome.size());
    }
    return outcome;
  }

  private Sent send(Outgoing outgoing) {
    ObjectNode body = body(outgoing.prompt().orElseThrow());
    String key = UUID.randomUUID().toString();
    for (int made = 1; ; made++) {
      try {
        String id = client.enqueue(body, key).path("id").asText();
        return new Sent(outgoing, id, Optional.empty());
      } catch (ServiceException e) {
        if (!e.isTemporary() || made == TRIES) {
          throw e;
        }
        Pauses.pause(Pauses.afterFailure(made));
      }
    }
  }

  private static ObjectNode body(Prompt prompt) {
    ObjectNode body = JSON.valueToTree(prompt);
    body.set("prompt", body.remove("text"));
    return body;
  }

  @Override
  public void close() {
    // The client has nothing to close.
  }
}
