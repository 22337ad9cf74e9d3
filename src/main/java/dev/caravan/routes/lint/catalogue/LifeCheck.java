package dev.caravan.routes.lint.catalogue;

import dev.caravan.model.Lifecycle;
import dev.caravan.model.Model;
import dev.caravan.routes.lint.Findings;
import dev.caravan.routes.lint.Rule;
import dev.caravan.routes.lint.Rule.Group;
import dev.caravan.routes.lint.Severity;
import dev.caravan.routes.lint.source.Yaml;
import dev.caravan.words.KnownWords;
import java.time.LocalDate;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Checks the life cycles of the models, and their fallbacks and replacements. */
final class LifeCheck {

  /** How many days before its end of life a model is reported. */
  private static final int DAYS_AHEAD = 90;

  static final Rule OVER =
      rule(
          "model-ended", Severity.ERROR, "The model is past its end of life. Bedrock answers 404.");
  static final Rule SOON =
      rule(
          "model-ends-soon", Severity.WARNING, "The model reaches its end of life within 90 days.");
  static final Rule RETIRED =
      rule("model-retired", Severity.NOTE, "A retired model names no replacement.");
  static final Rule DEFAULT_OVER =
      rule("default-ended", Severity.ERROR, "The default model is past its end of life.");
  static final Rule FALLBACK =
      rule(
          "model-fallback",
          Severity.ERROR,
          "A fallback or replacement is not in the catalogue, or is past its own end of life.");
  static final Rule CIRCLE =
      rule("fallback-circle", Severity.ERROR, "The fallbacks form a circle.");

  private final Map<String, Model> models;
  private final Map<String, Yaml> entries;
  private final LocalDate today;
  private final Findings findings;

  LifeCheck(
      Map<String, Model> models, Map<String, Yaml> entries, LocalDate today, Findings findings) {
    this.models = models;
    this.entries = entries;
    this.today = today;
    this.findings = findings;
  }

  private static Rule rule(String id, Severity severity, String meaning) {
    return new Rule(id, Group.CATALOGUE, severity, meaning);
  }

  static List<Rule> rules() {
    return List.of(OVER, SOON, RETIRED, DEFAULT_OVER, FALLBACK, CIRCLE);
  }

  void check(String defaultId) {
    for (Model model : models.values()) {
      checkLife(model);
      checkNamed(model, "fallback", model.fallback(), at(model, "fallback"));
      checkNamed(
          model,
          "replacement",
          model.lifecycle().replacement(),
          at(model, "lifecycle", "replacement"));
      checkCircle(model);
    }
    Model standard = models.get(defaultId);
    if (standard != null && standard.lifecycle().isOverAt(today)) {
      findings.add(
          DEFAULT_OVER,
          at(standard, "id"),
          "The default model " + defaultId + " is past its end of life.",
          instead(standard));
    }
  }

  private void checkLife(Model model) {
    Lifecycle life = model.lifecycle();
    if (life.state() == Lifecycle.State.RETIRED) {
      if (life.replacement() == null) {
        findings.add(
            RETIRED,
            at(model, "id"),
            model.id() + " is retired and names no replacement.",
            instead(model));
      }
    } else if (life.isOverAt(today)) {
      findings.add(
          OVER,
          at(model, "lifecycle", "endOfLife"),
          model.id() + " reached its end of life on " + life.endOfLife() + ". Bedrock answers 404.",
          instead(model) + " To keep the entry for existing results, set `state: retired`.");
    } else if (life.endOfLife() != null && life.isOverAt(today.plusDays(DAYS_AHEAD))) {
      findings.add(
          SOON,
          at(model, "lifecycle", "endOfLife"),
          model.id() + " reaches its end of life on " + life.endOfLife() + ".",
          instead(model));
    }
  }

  private static String instead(Model model) {
    String replacement = model.lifecycle().replacement();
    return replacement == null
        ? "Name a `replacement` in its `lifecycle`."
        : "Use " + replacement + " instead.";
  }

  private void checkNamed(Model model, String kind, String id, Yaml where) {
    if (id == null) {
      return;
    }
    if (!entries.containsKey(id)) {
      findings.add(
          FALLBACK,
          where,
          "The %s %s of %s is not in the catalogue.".formatted(kind, id, model.id()),
          new KnownWords(entries.keySet()).hint(id));
    } else if (models.containsKey(id) && models.get(id).lifecycle().isOverAt(today)) {
      findings.add(
          FALLBACK,
          where,
          "The %s %s of %s is past its own end of life.".formatted(kind, id, model.id()),
          instead(models.get(id)));
    }
  }

  private void checkCircle(Model model) {
    Set<String> passed = new LinkedHashSet<>();
    Model at = model;
    while (at != null && at.fallback() != null && passed.add(at.id())) {
      at = models.get(at.fallback());
    }
    if (at != null && at.id().equals(model.id()) && passed.contains(at.id())) {
      findings.add(
          CIRCLE,
          at(model, "fallback"),
          "The fallbacks of "
              + model.id()
              + " lead back to it: "
              + String.join(" → ", passed)
              + " → "
              + model.id()
              + ".",
          "Remove the fallback of one of them.");
    }
  }

  private Yaml at(Model model, String... keys) {
    Yaml entry = entries.get(model.id());
    return entry.get(keys).orElse(entry);
  }
}
