package dev.caravan.routes.reload;

import java.util.Map;
import org.apache.camel.health.HealthCheckResultBuilder;
import org.apache.camel.impl.health.AbstractHealthCheck;

/** Reports a rejected change. It is never down, because the previous routes keep running. */
final class RoutesHealthCheck extends AbstractHealthCheck {

  private final Journal journal;

  RoutesHealthCheck(Journal journal) {
    super("caravan", "routes");
    this.journal = journal;
  }

  @Override
  protected void doCall(HealthCheckResultBuilder builder, Map<String, Object> options) {
    Journal.Page page = journal.page();
    builder.detail("routes", page.routes().size());
    page.rejection()
        .ifPresent(
            rejection -> {
              builder
                  .detail("rejected.at", rejection.at().toString())
                  .detail("rejected.because", rejection.faults().get(0).text())
                  .message("The last change was rejected. The previous routes keep running.");
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
