package dev.caravan.store;

import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import org.apache.camel.health.HealthCheckResultBuilder;
import org.apache.camel.impl.health.AbstractHealthCheck;

/**
 * Readiness: down while calls of S3 get no connection, because this instance then answers hardly
 * any request. An S3 that can't be reached changes nothing here; other instances have the same.
 */
public final class S3ConnectionsHealthCheck extends AbstractHealthCheck {

  private final Supplier<S3Connections> connections;
  private final Supplier<StoreProbe> probe;

  public S3ConnectionsHealthCheck(Supplier<S3Connections> connections, Supplier<StoreProbe> probe) {
    super("caravan", "s3-connections");
    this.connections = connections;
    this.probe = probe;
  }

  @Override
  protected void doCall(HealthCheckResultBuilder builder, Map<String, Object> options) {
    Optional<Instant> exhausted = connections.get().exhaustedSince();
    if (exhausted.isEmpty()) {
      builder.up();
      return;
    }
    connections.get().probe(() -> probe.get().trouble());
    builder
        .message("All connections to S3 are in use, and none comes back.")
        .detail("since", exhausted.get().toString())
        .down();
  }

  @Override
  public boolean isLiveness() {
    return false;
  }
}
