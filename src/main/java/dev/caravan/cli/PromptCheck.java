package dev.caravan.cli;

import dev.caravan.generation.InvalidPromptException;
import dev.caravan.model.Catalogue;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * Checks prompts before any of them is sent, because one that Caravan refuses becomes a dead
 * letter.
 *
 * @param routes the folder of the catalogue, if no service can be asked for its models
 */
record PromptCheck(Path routes) {

  /**
   * @throws CommandFailedException if Caravan would refuse a prompt
   * @throws ServiceException if the service does not answer with its models
   */
  void check(List<Outgoing> prompts, Destination destination) {
    boolean named = prompts.stream().anyMatch(Outgoing::namesModel);
    Optional<Offers> offers = named ? offers(destination.client()) : Optional.empty();
    for (Outgoing each : prompts) {
      each.refusal().ifPresent(why -> refuse(each, prompts.size(), why));
      try {
        offers.ifPresent(known -> known.check(each.prompt().orElseThrow()));
      } catch (InvalidPromptException e) {
        refuse(each, prompts.size(), e.getMessage());
      }
    }
  }

  /**
   * The API takes only prompts that can be read, and assigns their ids.
   *
   * @throws CommandFailedException if it would not take a prompt
   */
  static void checkForApi(List<Outgoing> prompts) {
    for (Outgoing each : prompts) {
      each.refusal().ifPresent(why -> refuse(each, prompts.size(), why));
      if (each.id().isPresent()) {
        throw CommandFailedException.misconfigured(
            "A prompt can have an id only on the queue; the API assigns the ids. Set"
                + " SQS_QUEUE_URL, or leave out the id.");
      }
    }
  }

  /** The service's own models, if there is a service; otherwise those of the routes folder. */
  private Optional<Offers> offers(Optional<ServiceClient> client) {
    if (client.isPresent()) {
      return client.map(Offers::of);
    }
    Path models = routes.resolve("models.yaml");
    return Files.exists(models)
        ? Optional.of(Offers.of(models.toString(), Catalogue.read(models.toString())))
        : Optional.empty();
  }

  private static void refuse(Outgoing prompt, int size, String why) {
    throw CommandFailedException.misconfigured(
        "Nothing was sent. " + (size == 1 ? "" : "Prompt " + prompt.number() + ": ") + why);
  }
}
