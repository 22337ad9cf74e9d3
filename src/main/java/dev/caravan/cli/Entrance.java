package dev.caravan.cli;

import java.util.List;

/** Takes prompts: the queue or the API. */
interface Entrance extends AutoCloseable {

  /** Sends all of them; one that fails does not stop the others. */
  SendOutcome send(List<Outgoing> prompts, Progress progress);

  @Override
  void close();
}
