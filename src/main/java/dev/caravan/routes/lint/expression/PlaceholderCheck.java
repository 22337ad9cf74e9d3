package dev.caravan.routes.lint.expression;

import dev.caravan.routes.lint.Check;
import dev.caravan.routes.lint.DeclaredSetting;
import dev.caravan.routes.lint.Findings;
import dev.caravan.routes.lint.Rule;
import dev.caravan.routes.lint.Rule.Group;
import dev.caravan.routes.lint.Severity;
import dev.caravan.routes.lint.model.Document;
import dev.caravan.routes.lint.model.Routes;
import dev.caravan.routes.lint.source.Yaml;
import dev.caravan.words.KnownWords;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Checks that every placeholder names a declared setting or has a default. */
public final class PlaceholderCheck implements Check {

  static final Rule UNKNOWN =
      rule("unknown-setting", Severity.ERROR, "The placeholder names an unknown setting.");
  static final Rule CUT_SHORT =
      rule(
          "placeholder-open", Severity.ERROR, "A placeholder opens with `{{` but is never closed.");
  static final Rule OTHER_DEFAULT =
      rule(
          "setting-default",
          Severity.WARNING,
          "The default differs from docs/configuration.md. Set the variable instead.");
  static final Rule WRONG_BRACES =
      rule(
          "wrong-braces",
          Severity.ERROR,
          "Settings are written as `{{…}}` and expressions as `${…}`, not the other way round.");

  /** Names from expressions, which no setting has. */
  private static final Set<String> OF_A_MESSAGE =
      Set.of(
          "body",
          "bodyAs",
          "bodyOneLine",
          "header",
          "headers",
          "variable",
          "variables",
          "exchangeProperty",
          "exchangeId",
          "exception",
          "messageHistory",
          "date",
          "random",
          "uuid");

  private final Map<String, DeclaredSetting> settings;
  private final KnownWords keys;

  /**
   * @param settings the settings by key
   */
  public PlaceholderCheck(Map<String, DeclaredSetting> settings) {
    this.settings = settings;
    this.keys = new KnownWords(settings.keySet());
  }

  private static Rule rule(String id, Severity severity, String meaning) {
    return new Rule(id, Group.EXPRESSIONS, severity, meaning);
  }

  public static List<Rule> rules() {
    return List.of(UNKNOWN, CUT_SHORT, OTHER_DEFAULT, WRONG_BRACES);
  }

  @Override
  public void check(Routes routes, Findings findings) {
    for (Document document : routes.documents()) {
      for (Yaml part : document.root().items()) {
        Set<String> ofTemplate = templateParameters(part);
        Scalars.in(part).all().forEach(text -> check(text, ofTemplate, findings));
      }
    }
  }

  private static Set<String> templateParameters(Yaml part) {
    return part.get("routeTemplate").stream()
        .flatMap(
            template ->
                Stream.of("parameters", "beans")
                    .flatMap(list -> template.get(list).stream())
                    .flatMap(list -> list.items().stream())
                    .map(item -> item.text("name")))
        .collect(Collectors.toSet());
  }

  private void check(Yaml text, Set<String> ofTemplate, Findings findings) {
    if (Placeholder.isCutShort(text.text())) {
      findings.add(
          CUT_SHORT,
          text,
          "`" + text.text() + "` opens a placeholder with `{{` but does not close it.",
          "Close it with `}}`.");
    }
    Placeholder.in(text.text()).stream()
        .filter(placeholder -> !ofTemplate.contains(placeholder.key()))
        .filter(placeholder -> !placeholder.isFunction())
        .forEach(placeholder -> check(placeholder, text, findings));
    settings.keySet().stream()
        .filter(
            key -> text.text().contains("${" + key + "}") || text.text().contains("${" + key + ":"))
        .forEach(
            key ->
                findings.add(
                    WRONG_BRACES,
                    text,
                    "`" + key + "` is a setting, but `${…}` is for expressions.",
                    "Write `{{" + key + "}}`."));
  }

  private void check(Placeholder placeholder, Yaml text, Findings findings) {
    DeclaredSetting setting = settings.get(placeholder.key());
    if (setting != null) {
      differing(placeholder, setting)
          .ifPresent(
              fallback ->
                  findings.add(
                      OTHER_DEFAULT,
                      text,
                      "The default of `%s` is %s, not `%s`."
                          .formatted(setting.key(), setting.shownFallback(), fallback),
                      "Keep the default and set the variable " + setting.variable() + "."));
      return;
    }
    String word = placeholder.key().split("[.\\[(]")[0];
    if (OF_A_MESSAGE.contains(word)) {
      findings.add(
          WRONG_BRACES,
          text,
          "`" + placeholder.key() + "` is part of a message, but `{{…}}` is for settings.",
          "Write `${" + placeholder.key() + "}`.");
    } else if (keys.nearest(placeholder.key()).isPresent()
        || placeholder.fallback().isEmpty() && !placeholder.optional()) {
      findings.add(
          UNKNOWN,
          text,
          "Unknown setting `" + placeholder.key() + "`.",
          keys.nearest(placeholder.key())
              .map(near -> "Did you mean `{{" + near + "}}`?")
              .orElse(
                  "docs/configuration.md lists the settings. To use one of your own, give it a"
                      + " default: `{{"
                      + placeholder.key()
                      + ":…}}`."));
    }
  }

  private static Optional<String> differing(Placeholder placeholder, DeclaredSetting setting) {
    return setting.fallback() == null
        ? Optional.empty()
        : placeholder.fallback().filter(fallback -> !fallback.equals(setting.fallback()));
  }
}
