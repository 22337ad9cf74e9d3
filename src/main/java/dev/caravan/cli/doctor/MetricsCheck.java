package dev.caravan.cli.doctor;

import dev.caravan.metrics.cloudwatch.CloudWatch;
import dev.caravan.metrics.cloudwatch.PublishProbe;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import software.amazon.awssdk.services.cloudwatch.CloudWatchClient;

/** Whether metrics go to CloudWatch, and whether this role may send them. */
final class MetricsCheck implements Check {

  private final Values values;
  private final Map<String, String> variables;
  private final Supplier<CloudWatchClient> connect;

  /**
   * @param variables of the environment, which say whether a container has a role
   */
  MetricsCheck(Values values, Map<String, String> variables, Supplier<CloudWatchClient> connect) {
    this.values = values;
    this.variables = variables;
    this.connect = connect;
  }

  @Override
  public String name() {
    return "metrics";
  }

  @Override
  public List<String> settings() {
    return List.of(
        "caravan.cloudwatch.enabled",
        "caravan.cloudwatch.namespace",
        "caravan.metrics.environment");
  }

  @Override
  public List<Finding> run() {
    String enabled = values.text("caravan.cloudwatch.enabled");
    if (!CloudWatch.isEnabled(enabled, variables)) {
      return List.of(
          ok(
              "nothing is sent to CloudWatch, because CARAVAN_CLOUDWATCH_ENABLED is %s%s"
                  .formatted(
                      enabled,
                      enabled.equals("auto") ? " and no container role gives credentials" : "")));
    }
    String namespace = values.text("caravan.cloudwatch.namespace");
    String environment = values.text("caravan.metrics.environment");
    try (CloudWatchClient cloudWatch = connect.get()) {
      Optional<String> trouble = new PublishProbe(cloudWatch, namespace).trouble();
      return List.of(trouble.map(this::failed).orElseGet(() -> dimension(namespace, environment)));
    }
  }

  private Finding dimension(String namespace, String environment) {
    return environment.equals("local")
        ? warning(
            "metrics go to CloudWatch with the default environment \"local\"; set CARAVAN_METRICS_ENVIRONMENT, or another Caravan in this account and region may have the same metrics")
        : ok(
            "CloudWatch takes metrics: namespace %s, environment %s"
                .formatted(namespace, environment));
  }
}
