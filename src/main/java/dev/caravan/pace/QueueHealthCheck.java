package dev.caravan.pace;

import dev.caravan.generation.Reason;
import dev.caravan.queue.LeasingSqsClient;
import java.util.Map;
import java.util.Optional;
import org.apache.camel.health.HealthCheck;
import org.apache.camel.health.HealthCheckResultBuilder;
import org.apache.camel.impl.health.AbstractHealthCheck;

/**
 * Readiness: down while the queue is paused or can't be read, with the reason. Paused for the day's
 * budget it is up, and has the reason all the same.
 */
public final class QueueHealthCheck extends AbstractHealthCheck {

  private final Pause pause;
  private final LeasingSqsClient queue;

  public QueueHealthCheck(Pause pause, LeasingSqsClient queue) {
    super("caravan", "queue");
    this.pause = pause;
    this.queue = queue;
  }

  @Override
  protected void doCall(HealthCheckResultBuilder builder, Map<String, Object> options) {
    builder
        .detail("working", queue.working())
        .detail("ready", queue.ready())
        .detail("free", queue.free())
        .detail("leases.lost", queue.counts().leasesLost());
    Optional<Pause.Paused> paused = pause.paused();
    builder.detail("paused", paused.isPresent());
    if (paused.isPresent()) {
      builder
          .detail("paused.reason", paused.get().reason().name())
          .detail("paused.since", paused.get().since().toString())
          .message("Paused: " + paused.get().reason() + ": " + paused.get().detail());
      // A spent budget is no fault: asynchronous prompts are taken, and another in our place could
      // do no more.
      builder.state(
          paused.get().reason() == Reason.QUOTA ? HealthCheck.State.UP : HealthCheck.State.DOWN);
    } else if (queue.trouble() != null) {
      builder.message("The queue can't be read: " + queue.trouble()).down();
    } else {
      builder.up();
    }
  }

  @Override
  public boolean isLiveness() {
    return false;
  }
}
