package dev.caravan.routes.lint.expression;

import dev.caravan.routes.lint.Check;
import dev.caravan.routes.lint.Findings;
import dev.caravan.routes.lint.Rule;
import dev.caravan.routes.lint.Rule.Group;
import dev.caravan.routes.lint.Severity;
import dev.caravan.routes.lint.dsl.ExpressionUse;
import dev.caravan.routes.lint.model.EndpointUse;
import dev.caravan.routes.lint.model.Routes;
import dev.caravan.routes.lint.model.Step;
import dev.caravan.routes.lint.source.Yaml;
import dev.caravan.words.KnownWords;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.apache.camel.CamelContext;
import org.apache.camel.NoSuchLanguageException;
import org.apache.camel.catalog.impl.DefaultRuntimeCamelCatalog;
import org.apache.camel.language.simple.types.SimpleIllegalSyntaxException;
import org.apache.camel.spi.Language;
import org.apache.camel.tooling.model.LanguageModel;

/** Compiles every expression with its language. */
public final class ExpressionCheck implements Check {

  static final Rule UNKNOWN_LANGUAGE =
      rule("unknown-language", "The class path has no expression language of this name.");
  static final Rule BAD_EXPRESSION = rule("bad-expression", "The expression does not compile.");

  /** These keys do not contain an expression to compile. */
  private static final Set<String> NOT_COMPILED =
      Set.of("method", "language", "ref", "tokenize", "xtokenize");

  private static final Pattern UNKNOWN_FUNCTION = Pattern.compile("Unknown function: ([\\w.-]+)");

  private final CamelContext context;
  private final Set<String> settings;

  /**
   * @param settings the keys of all settings. {@link PlaceholderCheck} reports settings in
   *     expressions, so this check skips them.
   */
  public ExpressionCheck(CamelContext context, Set<String> settings) {
    this.context = context;
    this.settings = settings;
  }

  private static Rule rule(String id, String meaning) {
    return new Rule(id, Group.EXPRESSIONS, Severity.ERROR, meaning);
  }

  public static List<Rule> rules() {
    return List.of(UNKNOWN_LANGUAGE, BAD_EXPRESSION);
  }

  @Override
  public void check(Routes routes, Findings findings) {
    for (ExpressionUse use : routes.expressions()) {
      if (use.language().equals("language")) {
        compile(
            use.value().text("language"),
            use.value().entry("language").map(Yaml.Entry::key).orElse(use.key()),
            use.text(),
            use.isCondition(),
            findings);
      } else if (!NOT_COMPILED.contains(use.language())) {
        compile(use.language(), use.key(), use.text(), use.isCondition(), findings);
      }
    }
    for (Step step : routes.steps()) {
      implied(step).ifPresent(text -> compile("simple", text, text, false, findings));
    }
  }

  /** Text that Camel evaluates although no key names a language. */
  private static Optional<Yaml> implied(Step step) {
    if (step.kind().equals("log") && step.body().text("logLanguage").isEmpty()) {
      return step.body().isScalar() ? Optional.of(step.body()) : step.body().get("message");
    }
    return step.kind().equals("toD")
        ? step.endpoint().filter(EndpointUse::isDynamic).map(EndpointUse::uri)
        : Optional.empty();
  }

  private void compile(String name, Yaml key, Yaml text, boolean condition, Findings findings) {
    Language language;
    try {
      language = context.resolveLanguage(name);
    } catch (NoSuchLanguageException e) {
      findings.add(
          UNKNOWN_LANGUAGE,
          key,
          "The class path has no language `" + name + "`.",
          "Use `simple`, or a bean method if `simple` can't express it.");
      return;
    }
    Optional<String> resolved = resolved(text.text());
    boolean isOfOthers =
        settings.stream().anyMatch(setting -> text.text().contains("${" + setting));
    if (isOfOthers || resolved.isEmpty() || resolved.get().startsWith("resource:")) {
      return;
    }
    try {
      if (condition) {
        language.createPredicate(resolved.get());
      } else {
        language.createExpression(resolved.get());
      }
    } catch (RuntimeException e) {
      findings.add(
          BAD_EXPRESSION,
          text,
          "`" + text.text().strip() + "` is not valid " + name + ": " + reason(e),
          hint(e, name));
    }
  }

  /**
   * Replaces placeholders by settings; empty if a setting is unknown, which {@link
   * PlaceholderCheck} reports.
   */
  private Optional<String> resolved(String text) {
    try {
      return Optional.of(context.resolvePropertyPlaceholders(text));
    } catch (RuntimeException e) {
      return Optional.empty();
    }
  }

  private static String reason(Throwable thrown) {
    if (thrown instanceof SimpleIllegalSyntaxException simple) {
      String at = simple.getIndex() < 0 ? "" : ", at character " + (simple.getIndex() + 1);
      return firstLine(simple.getShortMessage()) + at + ".";
    }
    Throwable deepest = thrown;
    while (deepest.getCause() != null && deepest.getCause() != deepest) {
      deepest = deepest.getCause();
    }
    return firstLine(String.valueOf(deepest.getMessage())) + ".";
  }

  private static String firstLine(String message) {
    return message.lines().findFirst().orElse("").strip();
  }

  private String hint(Throwable thrown, String language) {
    Matcher unknown = UNKNOWN_FUNCTION.matcher(String.valueOf(thrown.getMessage()));
    if (!unknown.find()) {
      return "";
    }
    if (unknown.group(1).matches("[A-Z][A-Z0-9_]+")) {
      return "Write an environment variable as `{{env:" + unknown.group(1) + "}}`.";
    }
    String given = unknown.group(1).split("[.]")[0];
    return new KnownWords(functions(language))
        .nearest(given)
        .map(near -> "Did you mean `${" + near + "}`?")
        .orElse("Write a setting as `{{" + unknown.group(1) + "}}`.");
  }

  private Set<String> functions(String language) {
    DefaultRuntimeCamelCatalog catalog = new DefaultRuntimeCamelCatalog();
    catalog.setCamelContext(context);
    LanguageModel model = catalog.languageModel(language);
    Set<String> names = new HashSet<>();
    Stream<LanguageModel.LanguageFunctionModel> functions =
        model == null ? Stream.empty() : model.getFunctions().stream();
    functions.forEach(function -> names.add(function.getName().split("[^A-Za-z]")[0]));
    return names;
  }
}
