package dev.caravan.metrics;

import dev.caravan.metrics.cloudwatch.CloudWatch;
import dev.caravan.metrics.cloudwatch.PublishState;
import java.util.Map;
import java.util.Optional;
import org.apache.camel.health.HealthCheckResultBuilder;
import org.apache.camel.impl.health.AbstractHealthCheck;

/**
 * Reports the state of publishing. It is never down, because prompts are processed without metrics,
 * too.
 */
public final class CloudWatchHealthCheck extends AbstractHealthCheck {

  private final CloudWatch cloudWatch;

  public CloudWatchHealthCheck(CloudWatch cloudWatch) {
    super("caravan", "cloudwatch");
    this.cloudWatch = cloudWatch;
  }

  @Override
  protected void doCall(HealthCheckResultBuilder builder, Map<String, Object> options) {
    Optional<PublishState> state = cloudWatch.state();
    builder.detail("publishing", state.isPresent());
    state.ifPresent(
        now -> {
          builder
              .detail("last.published", String.valueOf(now.lastPublished()))
              .detail("queued", now.queued())
              .detail("dropped", now.dropped());
          if (now.trouble() != null) {
            builder.detail("trouble", now.trouble());
          }
        });
    builder.up();
  }

  @Override
  public boolean isLiveness() {
    return false;
  }
}
