package dev.caravan.routes.lint.trap;

import dev.caravan.routes.lint.Check;
import dev.caravan.routes.lint.Findings;
import dev.caravan.routes.lint.Rule;
import dev.caravan.routes.lint.model.EndpointUse;
import dev.caravan.routes.lint.model.Routes;
import dev.caravan.routes.lint.model.Step;
import dev.caravan.routes.lint.source.Yaml;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/** Log steps that disclose prompts. */
public final class LogTrap implements Check {

  static final Rule IN_LOG =
      Rule.trap(
              "prompt-in-log", "The text of a prompt is logged at a level that is usually enabled.")
          .asWarning();

  private static final Set<String> USUALLY_OFF = Set.of("DEBUG", "TRACE", "OFF");

  public static List<Rule> rules() {
    return List.of(IN_LOG);
  }

  @Override
  public void check(Routes routes, Findings findings) {
    for (Step step : routes.steps()) {
      if (step.kind().equals("log")) {
        Yaml message =
            step.body().isScalar() ? step.body() : step.body().get("message").orElse(step.body());
        if (isOn(step.body().text("loggingLevel")) && MessageText.isPromptIn(message.text())) {
          add(message, "Log its id, or add `loggingLevel: DEBUG`.", findings);
        }
      }
      step.endpoint()
          .filter(LogTrap::logsBody)
          .ifPresent(to -> add(to.uri(), "Add `showBody: false` or `level: DEBUG`.", findings));
    }
  }

  private static boolean logsBody(EndpointUse endpoint) {
    return endpoint.scheme().equals("log")
        && isOn(endpoint.option("level"))
        && !endpoint.option("showBody").equals("false");
  }

  private static boolean isOn(String level) {
    return !USUALLY_OFF.contains(level.toUpperCase(Locale.ROOT));
  }

  private static void add(Yaml where, String hint, Findings findings) {
    findings.add(IN_LOG, where, "This logs the body, which contains the prompt.", hint);
  }
}
