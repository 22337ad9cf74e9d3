package dev.caravan.routes.reload;

import java.util.Map;
import java.util.function.Supplier;
import org.apache.camel.health.HealthCheckResultBuilder;
import org.apache.camel.impl.health.AbstractHealthCheck;

/** Reports a rejected change. It is never down, because the previous routes keep running. */
final class RoutesHealthCheck extends AbstractHealthCheck {

  private final Supplier<Journal.Page> state;

  RoutesHealthCheck(Supplier<Journal.Page> state) {
    super("caravan", "routes");
    this.state = state;
  }

  @Override
  protected void doCall(HealthCheckResultBuilder builder, Map<String, Object> options) {
    Journal.Page page = state.get();
    builder.detail("routes", page.routes().size());
    page.rejection()
        .ifPresent(
            rejection -> {
              builder.detail("rejected.at", rejection.at().toString());
              if (!rejection.by().isEmpty()) {
                builder.detail("rejected.by", rejection.by());
              }
              rejection.faults().stream()
                  .findFirst()
                  .ifPresent(fault -> builder.detail("rejected.because", fault.text()));
              builder.message("The last change was rejected. The previous routes keep running.");
            });
    if (!page.needRestart().isEmpty()) {
      builder.detail("need.restart", String.join(", ", page.needRestart()));
    }
    builder.up();
  }

  @Override
  public boolean isLiveness() {
    return false;
  }
}
