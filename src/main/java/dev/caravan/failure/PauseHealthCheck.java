package dev.caravan.failure;

import java.util.Map;
import java.util.Optional;
import org.apache.camel.health.HealthCheckResultBuilder;
import org.apache.camel.impl.health.AbstractHealthCheck;

/**
 * Readiness: down while HTTP callers can't be served either, because S3 is down or refuses writes.
 * The failure table says which pauses leave it up.
 */
public final class PauseHealthCheck extends AbstractHealthCheck {

  private final Pause pause;

  public PauseHealthCheck(Pause pause) {
    super("caravan", "store");
    this.pause = pause;
  }

  @Override
  protected void doCall(HealthCheckResultBuilder builder, Map<String, Object> options) {
    Optional<Pause.Paused> paused =
        pause.paused().filter(why -> FailureTable.isNotReady(why.reason()));
    if (paused.isPresent()) {
      builder
          .message("Paused: " + paused.get().reason() + ": " + paused.get().detail())
          .detail("paused.reason", paused.get().reason().name())
          .detail("paused.since", paused.get().since().toString())
          .down();
    } else {
      builder.up();
    }
  }

  @Override
  public boolean isLiveness() {
    return false;
  }
}
