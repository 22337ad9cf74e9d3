package dev.caravan.store;

import java.util.Map;
import java.util.function.Supplier;
import org.apache.camel.health.HealthCheckResultBuilder;
import org.apache.camel.impl.health.AbstractHealthCheck;

/** Reports whether the sweep works. It is never down, because prompts are processed without it. */
public final class SweepHealthCheck extends AbstractHealthCheck {

  private final Supplier<Sweep> sweep;

  public SweepHealthCheck(Supplier<Sweep> sweep) {
    super("caravan", "sweep");
    this.sweep = sweep;
  }

  @Override
  protected void doCall(HealthCheckResultBuilder builder, Map<String, Object> options) {
    Sweep now = sweep.get();
    builder.detail("last.run", String.valueOf(now.lastRun()));
    if (now.trouble() != null) {
      builder.detail("trouble", now.trouble());
    }
    builder.up();
  }

  @Override
  public boolean isLiveness() {
    return false;
  }
}
