package dev.caravan.routes.lint.trap;

import dev.caravan.routes.lint.Check;
import dev.caravan.routes.lint.Findings;
import dev.caravan.routes.lint.Rule;
import dev.caravan.routes.lint.bean.BeanTypes;
import dev.caravan.routes.lint.model.EndpointUse;
import dev.caravan.routes.lint.model.Route;
import dev.caravan.routes.lint.model.Routes;
import dev.caravan.routes.lint.source.Yaml;
import java.util.List;

/** Options with which a route reads from SQS in a dangerous way. */
public final class SqsConsumerTraps implements Check {

  static final Rule HEADERS =
      Rule.trap(
          "attributes-as-headers",
          "The sender's message attributes become Camel headers, and headers control components.");
  static final Rule MANY =
      Rule.trap(
              "many-per-poll",
              "SQS returns at most ten messages per call. For more, Camel makes several calls and"
                  + " waits for the slowest.")
          .asWarning();
  static final Rule LEASED_TWICE =
      Rule.trap(
          "leased-twice",
          "Caravan's SQS client already extends the messages that it holds. If Camel extends them"
              + " too, none is ever released.");
  static final Rule NO_TIMEOUT =
      Rule.trap(
          "extended-without-timeout",
          "The route does not start, because `extendMessageVisibility` needs `visibilityTimeout`.");
  static final Rule NEVER_DELETED =
      Rule.trap(
          "never-deleted",
          "Nothing deletes the message, so SQS delivers it again, and it is paid for again.");

  /** The type of Caravan's own SQS client. */
  private static final String OUR_CLIENT = "dev.caravan.queue.LeasingSqsClient";

  private static final int MOST_PER_POLL = 10;

  private final BeanTypes types;

  public SqsConsumerTraps(BeanTypes types) {
    this.types = types;
  }

  public static List<Rule> rules() {
    return List.of(HEADERS, MANY, LEASED_TWICE, NO_TIMEOUT, NEVER_DELETED);
  }

  @Override
  public void check(Routes routes, Findings findings) {
    routes.fromQueue().forEach(route -> check(route, routes, findings));
  }

  private void check(Route route, Routes routes, Findings findings) {
    EndpointUse from = route.from().orElseThrow();
    if (!from.has("headerFilterStrategy")) {
      findings.add(
          HEADERS,
          from.has("messageAttributeNames") ? from.where("messageAttributeNames") : from.uri(),
          from.has("messageAttributeNames")
              ? "The requested message attributes become headers, for example CamelAwsS3Key."
              : "There is no `headerFilterStrategy`, so message attributes become headers.",
          "Add `headerFilterStrategy: \"#attributesAreData\"`.");
    }
    if (from.option("maxMessagesPerPoll").matches("\\d+")
        && Long.parseLong(from.option("maxMessagesPerPoll")) > MOST_PER_POLL) {
      findings.add(
          MANY,
          from.where("maxMessagesPerPoll"),
          "`maxMessagesPerPoll` is "
              + from.option("maxMessagesPerPoll")
              + ", but SQS returns at most ten messages per call.",
          "Use " + MOST_PER_POLL + ".");
    }
    checkExtension(from, routes, findings);
    if (from.option("deleteAfterRead").equals("false") && !deletes(route, routes)) {
      findings.add(
          NEVER_DELETED,
          from.where("deleteAfterRead"),
          "`deleteAfterRead` is false, and no step deletes the message.",
          "Remove the option, or send to aws2-sqs with `operation: deleteMessage`.");
    }
  }

  private void checkExtension(EndpointUse from, Routes routes, Findings findings) {
    if (!from.option("extendMessageVisibility").equals("true")) {
      return;
    }
    Yaml where = from.where("extendMessageVisibility");
    if (types.named("sqs", routes).map(Class::getName).filter(OUR_CLIENT::equals).isPresent()) {
      findings.add(
          LEASED_TWICE,
          where,
          "The SQS client of this route already extends every message that it holds.",
          "Remove `extendMessageVisibility`.");
    } else if (!from.has("visibilityTimeout")) {
      findings.add(
          NO_TIMEOUT,
          where,
          "`extendMessageVisibility` needs `visibilityTimeout`, which is not set.",
          "Add `visibilityTimeout`.");
    }
  }

  private static boolean deletes(Route route, Routes routes) {
    return routes.reachedFrom(java.util.stream.Stream.of(route)).stream()
        .flatMap(reached -> reached.steps().stream())
        .flatMap(step -> step.endpoint().stream())
        .anyMatch(
            to -> to.scheme().equals("aws2-sqs") && to.option("operation").equals("deleteMessage"));
  }
}
