package dev.caravan.queue;

import dev.caravan.failure.FailureRow;
import dev.caravan.failure.FailureTable;
import dev.caravan.failure.Pause;
import java.util.Map;
import java.util.Optional;
import org.apache.camel.health.HealthCheck;
import org.apache.camel.health.HealthCheckResultBuilder;
import org.apache.camel.impl.health.AbstractHealthCheck;

/**
 * Down, with the reason, while the queue can't be read or is paused. The failure table says which
 * pauses leave it up; the reason is there all the same. It does not affect readiness, because an
 * instance that can't read the queue still serves HTTP.
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
        .detail("parked", queue.parked())
        .detail("free", queue.free())
        .detail("leases.lost", queue.counts().leasesLost());
    Optional<Pause.Paused> paused = pause.paused();
    builder.detail("paused", paused.isPresent());
    if (paused.isPresent()) {
      builder
          .detail("paused.reason", paused.get().reason().name())
          .detail("paused.since", paused.get().since().toString())
          .message("Paused: " + paused.get().reason() + ": " + paused.get().detail());
      builder.state(state(paused.get()));
    } else if (queue.trouble() != null) {
      builder.message(queue.trouble()).down();
    } else if (queue.deadLetterTrouble() != null) {
      builder
          .message("The dead-letter queue takes no messages: " + queue.deadLetterTrouble())
          .down();
    } else {
      builder.up();
    }
  }

  private static HealthCheck.State state(Pause.Paused paused) {
    return FailureTable.of(paused.reason()).pausing().readiness() == FailureRow.Readiness.READY
        ? HealthCheck.State.UP
        : HealthCheck.State.DOWN;
  }

  @Override
  public boolean isReadiness() {
    return false;
  }

  @Override
  public boolean isLiveness() {
    return false;
  }
}
