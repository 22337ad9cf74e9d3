package dev.caravan.routes.lint.trap;

import dev.caravan.routes.lint.Check;
import dev.caravan.routes.lint.Findings;
import dev.caravan.routes.lint.Rule;
import dev.caravan.routes.lint.model.EndpointUse;
import dev.caravan.routes.lint.model.Routes;
import dev.caravan.routes.lint.source.Yaml;
import java.util.List;

/** Model calls whose result is lost after payment, or that are retried without limit. */
public final class BedrockTraps implements Check {

  static final Rule ANSWER_LOST =
      Rule.trap(
          "image-answer-lost",
          "Without `pojoRequest`, a refusal looks like success, and its reason and seed are lost.");
  static final Rule PAYS_FIRST =
      Rule.trap(
          "text-pays-first",
          "`invokeTextModel` calls the model first, and then fails for most model ids.");
  static final Rule ENDLESS =
      Rule.trap(
          "endless-retries", "Unlimited retries block a worker, and every retry may cost money.");

  public static List<Rule> rules() {
    return List.of(ANSWER_LOST, PAYS_FIRST, ENDLESS);
  }

  @Override
  public void check(Routes routes, Findings findings) {
    routes.endpoints().stream()
        .filter(endpoint -> endpoint.scheme().equals("aws-bedrock"))
        .forEach(endpoint -> check(endpoint, findings));
    routes.documents().forEach(document -> checkRetries(document.root(), findings));
  }

  private static void check(EndpointUse endpoint, Findings findings) {
    String operation = endpoint.option("operation");
    if (operation.startsWith("invokeImageModel")
        && !endpoint.option("pojoRequest").equals("true")) {
      findings.add(
          ANSWER_LOST,
          endpoint.where("operation"),
          "`" + operation + "` without `pojoRequest` keeps only the images of an answer.",
          "Add `pojoRequest: true`, and send an InvokeModelRequest.");
    }
    if (operation.startsWith("invokeTextModel")) {
      findings.add(
          PAYS_FIRST,
          endpoint.where("operation"),
          "`"
              + operation
              + "` knows only a few old model ids, and fails for others after the paid call.",
          "Use `operation: converse`.");
    }
  }

  private static void checkRetries(Yaml yaml, Findings findings) {
    yaml.get("redeliveryPolicy", "maximumRedeliveries")
        .filter(most -> most.text().startsWith("-"))
        .ifPresent(
            most ->
                findings.add(
                    ENDLESS,
                    most,
                    "`maximumRedeliveries: " + most.text() + "` retries without limit.",
                    "Set a limit, for example `maximumRedeliveries: 3`."));
    yaml.items().forEach(item -> checkRetries(item, findings));
    yaml.entries().forEach(entry -> checkRetries(entry.value(), findings));
  }
}
