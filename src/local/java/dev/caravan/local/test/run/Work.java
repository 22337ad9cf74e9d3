package dev.caravan.local.test.run;

import dev.caravan.failure.Pause;
import dev.caravan.pace.Pace;
import dev.caravan.queue.LeasingSqsClient;
import java.util.List;
import java.util.Optional;
import org.apache.camel.CamelContext;

/** What the service is working on. */
record Work(CamelContext context) {

  /** Whether no request and no message is in progress. */
  boolean isIdle() {
    return context.getInflightRepository().size() == 0
        && one(LeasingSqsClient.class)
            .filter(queue -> queue.working() + queue.ready() > 0)
            .isEmpty();
  }

  /** Gives back the messages that wait for their next attempt, and takes no others. */
  void stopTaking() {
    one(LeasingSqsClient.class).ifPresent(LeasingSqsClient::pause);
  }

  void takeAgain() {
    one(LeasingSqsClient.class).ifPresent(LeasingSqsClient::resume);
  }

  /** Whether no message waits in the service for its next attempt. */
  boolean isNothingParked() {
    return one(LeasingSqsClient.class).filter(queue -> queue.parked() > 0).isEmpty();
  }

  boolean isPaused() {
    return one(Pause.class).flatMap(Pause::paused).isPresent();
  }

  /** Forgets earlier failures, so that they count neither towards a pause nor for the pace. */
  void forget() {
    one(Pause.class).ifPresent(Pause::gotThrough);
    one(Pace.class).ifPresent(Pace::forget);
  }

  /** The requests and messages in progress and their current steps, one line each. */
  List<String> unfinished() {
    return context.getInflightRepository().browse().stream()
        .map(
            at ->
                "%s has been at %s for %.1f s"
                    .formatted(at.getAtRouteId(), at.getNodeId(), at.getElapsed() / 1000.0))
        .toList();
  }

  private <T> Optional<T> one(Class<T> type) {
    return context.getRegistry().findByType(type).stream().findFirst();
  }
}
