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

/** How a queue is found, changed and sent to. */
public final class QueueTraps implements Check {

  static final Rule BY_NAME =
      Rule.trap(
          "queue-by-name",
          "Without queueUrl Camel lists all queues, and does not start where it may not or cannot.");
  static final Rule CHANGED =
      Rule.trap("queue-changed", "The option changes the queue itself, at every start.");
  static final Rule BATCH =
      Rule.trap(
              "batch-failures",
              "What of a batch was not sent is no failure to Camel; only a header tells.")
          .asWarning();
  static final Rule LEAKED =
      Rule.trap(
              "headers-as-attributes",
              "A caller's HTTP headers, tokens among them, leave as message attributes.")
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
          "aws2-sqs:" + endpoint.path() + " has no queueUrl.",
          "Add queueUrl: \"{{sqs.queue.url}}\".");
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
                    "\"" + option + "\" changes the queue itself.",
                    "Leave it out, and set it where the queue is made."));
    if (endpoint.option("operation").equals("sendBatchMessage")) {
      findings.add(
          BATCH,
          endpoint.where("operation"),
          "sendBatchMessage ends well though messages of it were not sent.",
          "Send one by one, or look at the header CamelAwsSqsFailedMessageCount after it.");
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
                    "The headers of the HTTP call are sent along.",
                    "Add headerFilterStrategy: \"#attributesAreData\"."));
  }

  private static boolean forgets(Step step) {
    return step.kind().equals("removeHeaders")
        && (step.body().text().equals("*") || step.body().text("pattern").equals("*"));
  }
}
