package dev.caravan.web;

import java.time.Duration;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.apache.camel.health.HealthCheckResultBuilder;
import org.apache.camel.impl.health.AbstractHealthCheck;

/** Readiness: down as soon as the service begins to stop. */
public final class StoppingHealthCheck extends AbstractHealthCheck {

  private final Duration delay;
  private volatile boolean stopping;

  /**
   * @param delaySeconds how long the service still takes requests after readiness is down
   */
  public StoppingHealthCheck(int delaySeconds) {
    super("caravan", "stopping");
    this.delay = Duration.ofSeconds(delaySeconds);
  }

  /** Takes readiness down, and returns when the service may stop. */
  public void begin() {
    stopping = true;
    try {
      TimeUnit.MILLISECONDS.sleep(delay.toMillis());
    } catch (InterruptedException e) {
      // Ends the delay, and not the orderly stop that follows.
    }
  }

  @Override
  protected void doCall(HealthCheckResultBuilder builder, Map<String, Object> options) {
    if (stopping) {
      builder.message("The service stops.").down();
    } else {
      builder.up();
    }
  }

  @Override
  public boolean isLiveness() {
    return false;
  }
}
