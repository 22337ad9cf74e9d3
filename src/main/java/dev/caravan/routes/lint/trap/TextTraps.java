package dev.caravan.routes.lint.trap;

import dev.caravan.routes.lint.Check;
import dev.caravan.routes.lint.Findings;
import dev.caravan.routes.lint.Rule;
import dev.caravan.routes.lint.model.EndpointUse;
import dev.caravan.routes.lint.model.Routes;
import dev.caravan.routes.lint.model.Step;
import dev.caravan.routes.lint.source.Yaml;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/** Places in which Camel would treat text from a caller as an instruction. */
public final class TextTraps implements Check {

  static final Rule IN_KEY =
      Rule.trap(
          "text-in-key",
          "Camel evaluates S3 keys and bucket names, so it would run expressions from a caller.");
  static final Rule CHOOSES_TARGET =
      Rule.trap(
          "text-chooses-target", "Text from a caller decides which endpoint gets the message.");
  static final Rule KEY_IN_ROUTE =
      Rule.trap(
          "key-in-route", "The file contains an AWS key, which anyone who reads the file can see.");

  private static final Set<String> EVALUATED =
      Set.of(
          "CamelAwsS3Key",
          "CamelAwsS3OverrideBucketName",
          "CamelAwsS3BucketName",
          "CamelAwsS3DestinationKey",
          "CamelAwsS3BucketDestinationName");

  private static final Set<String> OF_MESSAGE = Set.of("header", "jsonpath", "xpath", "jq");
  private static final Set<String> ROUTING =
      Set.of("recipientList", "routingSlip", "dynamicRouter");

  public static List<Rule> rules() {
    return List.of(IN_KEY, CHOOSES_TARGET, KEY_IN_ROUTE);
  }

  @Override
  public void check(Routes routes, Findings findings) {
    for (Step step : routes.steps()) {
      headers(step).forEach(header -> checkHeader(header, findings));
      checkTarget(step, findings);
    }
    routes.endpoints().forEach(endpoint -> checkOptions(endpoint, findings));
  }

  /** The headers that the step sets, each a mapping with a name and an expression. */
  private static Stream<Yaml> headers(Step step) {
    return switch (step.kind()) {
      case "setHeader" -> Stream.of(step.body());
      case "setHeaders" ->
          step.body().get("headers").stream().flatMap(list -> list.items().stream());
      default -> Stream.empty();
    };
  }

  private static void checkHeader(Yaml header, Findings findings) {
    if (EVALUATED.contains(header.text("name"))) {
      ofMessage(header)
          .ifPresent(
              expression ->
                  findings.add(
                      IN_KEY,
                      expression,
                      "`"
                          + header.text("name")
                          + "` contains text of the message, which Camel evaluates.",
                      "Build it from the generation's id: `${variable.result.key}`."));
    }
  }

  private static void checkTarget(Step step, Findings findings) {
    Optional<Yaml> chosen =
        ROUTING.contains(step.kind())
            ? ofMessage(step.body())
            : step.endpoint()
                .filter(EndpointUse::isDynamic)
                .filter(to -> MessageText.isIn(to.uri().text().split(":(?![^{]*})")[0]))
                .map(EndpointUse::uri);
    chosen.ifPresent(
        where ->
            findings.add(
                CHOOSES_TARGET,
                where,
                "Text of the message decides which endpoint gets it.",
                "Use `choice` to select one of several endpoints that are written in the route."));
  }

  private static void checkOptions(EndpointUse endpoint, Findings findings) {
    if (endpoint.scheme().equals("aws2-s3")) {
      Stream.of("keyName", "prefix")
          .filter(option -> MessageText.isIn(endpoint.option(option)))
          .forEach(
              option ->
                  findings.add(
                      IN_KEY,
                      endpoint.where(option),
                      "`" + option + "` contains text of the message, which Camel evaluates.",
                      "Build it from the generation's id."));
    }
    Stream.of("accessKey", "secretKey", "sessionToken")
        .filter(endpoint::has)
        .filter(option -> !endpoint.option(option).contains("{{"))
        .forEach(
            option ->
                findings.add(
                    KEY_IN_ROUTE,
                    endpoint.where(option),
                    "The route contains a value for `"
                        + option
                        + "`, which anyone who reads the file can see.",
                    "Remove it. The AWS SDK finds credentials in a profile or a role."));
  }

  /** The expression, if it uses text from a caller or sender. */
  private static Optional<Yaml> ofMessage(Yaml owner) {
    Yaml languages = owner.get("expression").filter(Yaml::isMapping).orElse(owner);
    for (Yaml.Entry entry : languages.entries()) {
      Yaml text =
          entry.value().isScalar()
              ? entry.value()
              : entry.value().get("expression").orElse(entry.value());
      boolean isSimple = entry.name().equals("simple") && MessageText.isIn(text.text());
      if (isSimple || OF_MESSAGE.contains(entry.name())) {
        return Optional.of(text);
      }
    }
    return Optional.empty();
  }
}
