package dev.caravan.metrics.cloudwatch;

import io.micrometer.core.instrument.MeterRegistry;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Whether and where metrics are published. The SDK's own settings say how CloudWatch is reached. If
 * nothing is published, no class of the CloudWatch client is loaded.
 */
public final class CloudWatch implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(CloudWatch.class);

  /** The variables that ECS and EKS set in a container with a role. */
  private static final List<String> ROLE_VARIABLES =
      List.of(
          "AWS_CONTAINER_CREDENTIALS_RELATIVE_URI",
          "AWS_CONTAINER_CREDENTIALS_FULL_URI",
          "AWS_WEB_IDENTITY_TOKEN_FILE");

  private String enabled = "auto";
  private String namespace = "Caravan";
  private String environment = "local";
  private Publisher publisher;

  /**
   * @param enabled {@code true}, {@code false}, or {@code auto}: if the container has a role
   */
  public void setEnabled(String enabled) {
    this.enabled = enabled;
  }

  public void setNamespace(String namespace) {
    this.namespace = namespace;
  }

  /**
   * @param environment a dimension of every datum
   */
  public void setEnvironment(String environment) {
    this.environment = environment;
  }

  /**
   * Starts publishing, if it is enabled.
   *
   * @return the registry for the meters; empty if nothing is published
   */
  public synchronized Optional<MeterRegistry> start() {
    if (!isEnabled(enabled, System.getenv())) {
      LOG.info(
          "No metrics go to CloudWatch (CARAVAN_CLOUDWATCH_ENABLED is {}{}); /observe/metrics has them.",
          enabled,
          enabled.equals("auto") ? ", and no container role gives credentials" : "");
      return Optional.empty();
    }
    publisher = Publisher.toAws(namespace);
    publisher.registry().config().commonTags("environment", environment);
    publisher.start();
    LOG.info(
        "Metrics go to CloudWatch every minute: namespace {}, environment {}.",
        namespace,
        environment);
    return Optional.of(publisher.registry());
  }

  /**
   * Whether metrics are published.
   *
   * @param enabled {@code true}, {@code false} or {@code auto}
   * @param variables of the environment
   */
  public static boolean isEnabled(String enabled, Map<String, String> variables) {
    return switch (enabled) {
      case "true" -> true;
      case "false" -> false;
      // A laptop has credentials, too, but its owner did not ask to pay for metrics.
      default -> ROLE_VARIABLES.stream().anyMatch(variables::containsKey);
    };
  }

  /** Empty if nothing is published. */
  public synchronized Optional<PublishState> state() {
    return Optional.ofNullable(publisher).map(Publisher::state);
  }

  /** Publishes the remaining data, within 5 s. */
  @Override
  public synchronized void close() {
    if (publisher != null) {
      publisher.close();
      publisher = null;
    }
  }
}
