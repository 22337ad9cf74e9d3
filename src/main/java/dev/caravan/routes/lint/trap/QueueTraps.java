package dev.caravan.routes.lint.trap;

import dev.caravan.routes.lint.Check;
import dev.caravan.routes.lint.Findings;
import dev.caravan.routes.lint.Rule;
import dev.caravan.routes.lint.model.EndpointUse;
import dev.caravan.routes.lint.model.Route;
import dev.caravan.routes.lint.model.Routes;
import dev.caravan.routes.lint.model.Step;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/** Endpoints that find, change or use a queue in a dangerous way. */
public final class QueueTraps implements Check {

  static final Rule BY_NAME =
      Rule.trap(
          "queue-by-name",
          "Without `queueUrl`, Camel must list all queues, and does not start if it can't.");
  static final Rule CHANGED =
      Rule.trap("queue-changed", "The option changes the queue itself at every start.");
  static final Rule BATCH =
      Rule.trap(
              "batch-failures",
              "Camel reports messages of a batch that were not sent only in a header.")
          .asWarning();
  static final Rule LEAKED =
      Rule.trap(
              "headers-as-attributes",
              "The caller's HTTP headers, including tokens, are sent as message attributes.")
          .asWarning();

  private static final Set<String> CHANGING =
      Set.of(
          "defaultVisibilityTimeout",
          "maximumMessageSize",
          "messageRetentionPeriod",
          "policy",
          "receiveMessageWaitTimeSeconds",
          "redrivePolicy",
          "kmsMasterKeyId",
          "kmsDataKeyReusePeriodSeconds",
          "serverSideEncryptionEnabled");

  public static List<Rule> rules() {
    return List.of(BY_NAME, CHANGED, BATCH, LEAKED);
  }

  @Override
  public void check(Routes routes, Findings findings) {
    routes.endpoints().stream()
        .filter(endpoint -> endpoint.scheme().equals("aws2-sqs"))
        .forEach(endpoint -> check(endpoint, findings));
    routes.fromHttp().forEach(entrance -> checkLeak(entrance, routes, findings));
  }

  private static void check(EndpointUse endpoint, Findings findings) {
    boolean isArn = endpoint.path().startsWith("arn:");
    boolean isLocated = endpoint.has("region") && endpoint.has("queueOwnerAWSAccountId");
    if (!endpoint.has("queueUrl") && !isArn && !isLocated) {
      findings.add(
          BY_NAME,
          endpoint.uri(),
          "`aws2-sqs:" + endpoint.path() + "` has no `queueUrl`, so Camel must list all queues.",
          "Add `queueUrl: \"{{sqs.queue.url}}\"`.");
    }
    endpoint.options().keySet().stream()
        .filter(
            option ->
                CHANGING.contains(option)
                    || option.equals("autoCreateQueue") && endpoint.option(option).equals("true"))
        .forEach(
            option ->
                findings.add(
                    CHANGED,
                    endpoint.where(option),
                    "`" + option + "` changes the queue itself at every start.",
                    "Remove it, and set it in the definition of the queue."));
    if (endpoint.option("operation").equals("sendBatchMessage")) {
      findings.add(
          BATCH,
          endpoint.where("operation"),
          "`sendBatchMessage` succeeds even if some messages of the batch were not sent.",
          "Send single messages, or check the header CamelAwsSqsFailedMessageCount afterwards.");
    }
  }

  private static void checkLeak(Route entrance, Routes routes, Findings findings) {
    Set<Route> reached = routes.reachedFrom(Stream.of(entrance));
    if (reached.stream().flatMap(route -> route.steps().stream()).anyMatch(QueueTraps::forgets)) {
      return;
    }
    reached.stream()
        .flatMap(route -> route.steps().stream())
        .flatMap(step -> step.endpoint().stream())
        .filter(to -> to.scheme().equals("aws2-sqs") && !to.has("headerFilterStrategy"))
        .forEach(
            to ->
                findings.add(
                    LEAKED,
                    to.uri(),
                    "This also sends the headers of the HTTP call, as message attributes.",
                    "Add `headerFilterStrategy: \"#attributesAreData\"`."));
  }

  private static boolean forgets(Step step) {
    return step.kind().equals("removeHeaders")
        && (step.body().text().equals("*") || step.body().text("pattern").equals("*"));
  }
}
