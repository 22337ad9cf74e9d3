package dev.caravan.wiring;

import dev.caravan.generation.PromptReader;
import dev.caravan.model.Catalogue;
import dev.caravan.model.Model;
import dev.caravan.pace.Pace;
import dev.caravan.queue.Lanes;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import software.amazon.awssdk.services.sqs.model.Message;

/** The lanes of queue messages: the model that each message names, in that model's region. */
final class ModelLanes implements Lanes {

  /** Messages that are refused without a model call, so they never wait. */
  static final String REFUSED = "(none)";

  private final PromptReader reader;
  private final Catalogue catalogue;
  private final Pace pace;
  private final Map<String, Model> models = new ConcurrentHashMap<>();

  ModelLanes(PromptReader reader, Catalogue catalogue, Pace pace) {
    this.reader = reader;
    this.catalogue = catalogue;
    this.pace = pace;
  }

  @Override
  public String of(Message message) {
    try {
      Model model = catalogue.find(reader.fromMessage(message.body()).prompt().model());
      String lane = model.id() + "@" + model.region();
      models.put(lane, model);
      return lane;
    } catch (RuntimeException e) {
      // Almost always an InvalidPromptException; the route finds out and says so.
      return REFUSED;
    }
  }

  /** A message of a paused lane may go to its model's fallback. */
  @Override
  public int room(String lane) {
    Model model = models.get(lane);
    if (model == null) {
      return Integer.MAX_VALUE;
    }
    int room = pace.room(model);
    return room == 0 && model.fallback() != null
        ? pace.room(catalogue.accepted(model.fallback()))
        : room;
  }
}
