package dev.caravan.routes.lint.endpoint;

import dev.caravan.routes.lint.Check;
import dev.caravan.routes.lint.Findings;
import dev.caravan.routes.lint.Rule;
import dev.caravan.routes.lint.Rule.Group;
import dev.caravan.routes.lint.Severity;
import dev.caravan.routes.lint.model.EndpointUse;
import dev.caravan.routes.lint.model.Routes;
import dev.caravan.words.KnownWords;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.apache.camel.CamelContext;
import org.apache.camel.catalog.EndpointValidationResult;
import org.apache.camel.tooling.model.BaseOptionModel;
import org.apache.camel.tooling.model.ComponentModel;

/** Checks endpoints against the options that the components on the class path declare. */
public final class EndpointCheck implements Check {

  static final Rule UNKNOWN_COMPONENT =
      rule("unknown-component", "The class path has no component of this name.");
  static final Rule UNKNOWN_OPTION =
      rule("unknown-option", "The component has no option of this name.");
  static final Rule OPTION_VALUE = rule("option-value", "The option does not accept this value.");
  static final Rule MISSING_OPTION = rule("missing-option", "A required option is missing.");
  static final Rule WRONG_END =
      rule("wrong-end", "The component or option works only for sending, or only for reading.");

  private final Components components;
  private final KnownWords schemes;

  public EndpointCheck(CamelContext context) {
    this.components = new Components(context);
    this.schemes = new KnownWords(components.names());
  }

  private static Rule rule(String id, String meaning) {
    return new Rule(id, Group.ENDPOINTS, Severity.ERROR, meaning);
  }

  public static List<Rule> rules() {
    return List.of(UNKNOWN_COMPONENT, UNKNOWN_OPTION, OPTION_VALUE, MISSING_OPTION, WRONG_END);
  }

  @Override
  public void check(Routes routes, Findings findings) {
    routes.endpoints().forEach(endpoint -> check(endpoint, findings));
  }

  private void check(EndpointUse endpoint, Findings findings) {
    if (!endpoint.scheme().matches("[A-Za-z][A-Za-z0-9+.-]*")) {
      // A placeholder or an expression chooses the component.
      return;
    }
    components
        .find(endpoint.scheme())
        .ifPresentOrElse(
            component -> new OneEndpoint(endpoint, component, findings).check(),
            () ->
                findings.add(
                    UNKNOWN_COMPONENT,
                    endpoint.uri(),
                    "The class path has no component `" + endpoint.scheme() + "`.",
                    schemes
                        .nearest(endpoint.scheme())
                        .map(near -> "Did you mean `" + near + "`?")
                        .orElse("Put the jar of the component on the class path.")));
  }

  private final class OneEndpoint {

    private final EndpointUse endpoint;
    private final ComponentModel component;
    private final Findings findings;

    OneEndpoint(EndpointUse endpoint, ComponentModel component, Findings findings) {
      this.endpoint = endpoint;
      this.component = component;
      this.findings = findings;
    }

    void check() {
      boolean consumes = endpoint.isConsumer();
      if (consumes && component.isProducerOnly() || !consumes && component.isConsumerOnly()) {
        findings.add(
            WRONG_END,
            endpoint.uri(),
            "A route can only "
                + (consumes ? "send to" : "read from")
                + " `"
                + endpoint.scheme()
                + "`.",
            "");
      }
      EndpointValidationResult result = components.validate(endpoint);
      orNone(result.getUnknown()).forEach(this::unknown);
      wrongEnd(result.getNotConsumerOnly(), "sending");
      wrongEnd(result.getNotProducerOnly(), "reading");
      orNone(result.getRequired()).forEach(this::missing);
      values(result.getInvalidBoolean(), "true or false");
      values(result.getInvalidInteger(), "a whole number");
      values(result.getInvalidNumber(), "a number");
      values(result.getInvalidDuration(), "a duration, such as 5000 (milliseconds) or 5s");
      values(result.getInvalidReference(), "a bean, such as `#bean:name`");
      words(result);
    }

    private void unknown(String option) {
      Set<String> known = new TreeSet<>();
      component.getEndpointParameterOptions().forEach(each -> known.add(each.getName()));
      findings.add(
          UNKNOWN_OPTION,
          endpoint.where(option),
          "Unknown option `" + option + "` on " + endpoint.scheme() + ".",
          new KnownWords(known).hint(option));
    }

    private void wrongEnd(Set<String> options, String use) {
      orNone(options)
          .forEach(
              option ->
                  findings.add(
                      WRONG_END,
                      endpoint.where(option),
                      "The option `" + option + "` works only for " + use + ".",
                      "Remove it here."));
    }

    private void missing(String option) {
      findings.add(
          MISSING_OPTION,
          endpoint.uri(),
          "Missing option `" + option + "` on " + endpoint.scheme() + ".",
          "The syntax of the URI is `" + component.getSyntax() + "`.");
    }

    private void values(Map<String, String> options, String right) {
      (options == null ? Map.<String, String>of() : options)
          .forEach((option, value) -> value(option, value, "It must be " + right + "."));
    }

    private void words(EndpointValidationResult result) {
      if (result.getInvalidEnum() == null) {
        return;
      }
      result
          .getInvalidEnum()
          .forEach(
              (option, value) -> {
                // If the component reads the option as text, the list contains only the usual
                // values.
                if (!isText(option)) {
                  value(option, value, new KnownWords(result.getEnumChoices(option)).hint(value));
                }
              });
    }

    private void value(String option, String value, String hint) {
      if (!endpoint.option(option).contains("{{") && !endpoint.option(option).contains("${")) {
        findings.add(
            OPTION_VALUE,
            endpoint.options().containsKey(option)
                ? endpoint.options().get(option).where()
                : endpoint.uri(),
            "Invalid value `"
                + value
                + "` for the option `"
                + option
                + "` on "
                + endpoint.scheme()
                + ".",
            hint);
      }
    }

    private boolean isText(String option) {
      return component.getEndpointOptions().stream()
          .filter(each -> each.getName().equals(option))
          .map(BaseOptionModel::getJavaType)
          .anyMatch("java.lang.String"::equals);
    }
  }

  private static Set<String> orNone(Set<String> set) {
    return set == null ? Set.of() : set;
  }
}
