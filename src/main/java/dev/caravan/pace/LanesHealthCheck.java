package dev.caravan.pace;

import java.util.Comparator;
import java.util.Map;
import java.util.Optional;
import org.apache.camel.health.HealthCheckResultBuilder;
import org.apache.camel.impl.health.AbstractHealthCheck;

/**
 * The state of each lane, with AWS's code and message if it is paused. It is always up, because a
 * lane stops only the prompts of its own model.
 */
public final class LanesHealthCheck extends AbstractHealthCheck {

  private final Pace pace;

  public LanesHealthCheck(Pace pace) {
    super("caravan", "lanes");
    this.pace = pace;
  }

  @Override
  protected void doCall(HealthCheckResultBuilder builder, Map<String, Object> options) {
    pace.lanes().stream()
        .sorted(Comparator.comparing(Lane::model).thenComparing(Lane::region))
        .forEach(lane -> describe(lane, builder));
    builder.up();
  }

  private static void describe(Lane lane, HealthCheckResultBuilder builder) {
    String name = lane.model() + "@" + lane.region();
    Optional<PausedLane> paused = lane.paused();
    builder.detail(name + ".state", lane.state().name()).detail(name + ".line", lane.inLine());
    if (paused.isPresent()) {
      builder
          .detail(name + ".reason", paused.get().trouble().reason().name())
          .detail(name + ".code", paused.get().trouble().code())
          .detail(name + ".message", paused.get().trouble().message())
          .detail(name + ".since", paused.get().since().toString())
          .detail(name + ".nextProbe", paused.get().nextProbe().toString());
    }
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
