package dev.caravan.routes.lint.catalogue;

import dev.caravan.model.Catalogue;
import dev.caravan.model.CatalogueRules;
import dev.caravan.model.Model;
import dev.caravan.routes.lint.Findings;
import dev.caravan.routes.lint.Rule;
import dev.caravan.routes.lint.Rule.Group;
import dev.caravan.routes.lint.Severity;
import dev.caravan.routes.lint.source.Yaml;
import dev.caravan.words.KnownWords;
import java.time.LocalDate;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;

/** Checks a model catalogue: its entries and the references between them. */
public final class CatalogueCheck {

  static final Rule FIELD =
      rule("model-field", "A field of the catalogue is unknown, missing or of the wrong type.");
  static final Rule LIMITS =
      rule("model-limits", "The limits, defaults and price of a model contradict each other.");
  static final Rule TWICE = rule("model-twice", "Two models have the same id.");
  static final Rule DEFAULT = rule("model-default", "The default model is not in the catalogue.");

  private static final Set<String> KEYS = Set.of("default", "models");

  private final LocalDate today;

  public CatalogueCheck(LocalDate today) {
    this.today = today;
  }

  private static Rule rule(String id, String meaning) {
    return new Rule(id, Group.CATALOGUE, Severity.ERROR, meaning);
  }

  public static List<Rule> rules() {
    return Stream.concat(Stream.of(FIELD, LIMITS, TWICE, DEFAULT), LifeCheck.rules().stream())
        .toList();
  }

  /** Adds the problems of this catalogue to the findings. */
  public void check(Yaml root, Findings findings) {
    root.entries().stream()
        .filter(entry -> !KEYS.contains(entry.name()))
        .forEach(
            entry ->
                findings.add(
                    FIELD,
                    entry.key(),
                    "Unknown key `" + entry.name() + "` in the catalogue.",
                    new KnownWords(KEYS).hint(entry.name())));
    List<Yaml> entries = root.get("models").map(Yaml::items).orElse(List.of());
    Map<String, Yaml> byId = new LinkedHashMap<>();
    for (Yaml entry : entries) {
      String id = entry.text("id");
      Yaml before = byId.putIfAbsent(id, entry);
      if (before != null) {
        findings.add(
            TWICE,
            entry.get("id").orElse(entry),
            "Duplicate model " + id + ": it is already on line " + before.line() + ".",
            "Keep one of the two.");
      }
    }
    checkDefault(root, byId.keySet(), findings);
    Map<String, Model> models = models(root, entries, findings);
    new LifeCheck(models, byId, today, findings).check(root.text("default"));
  }

  private static void checkDefault(Yaml root, Set<String> ids, Findings findings) {
    String named = root.text("default");
    if (!ids.contains(named)) {
      findings.add(
          DEFAULT,
          root.get("default").orElse(root),
          named.isEmpty()
              ? "The catalogue has no default model."
              : "The default model `" + named + "` is not in the catalogue.",
          new KnownWords(ids).hint(named));
    }
  }

  /** The valid entries by id. */
  private static Map<String, Model> models(Yaml root, List<Yaml> entries, Findings findings) {
    Map<String, Model> models = new LinkedHashMap<>();
    List<?> values = values(root);
    for (int i = 0; i < entries.size(); i++) {
      Yaml entry = entries.get(i);
      Findings own = new Findings();
      new RecordShape(FIELD, own).check(entry, Model.class, "the model " + entry.text("id"));
      findings.addAll(own);
      if (own.all().isEmpty() && values.get(i) instanceof Map<?, ?> fields) {
        read(root, entry, fields, findings)
            .ifPresent(
                model -> {
                  models.putIfAbsent(model.id(), model);
                  CatalogueRules.problems(model)
                      .forEach(problem -> add(problem, entry, model, findings));
                });
      }
    }
    return models;
  }

  private static Optional<Model> read(Yaml root, Yaml entry, Map<?, ?> fields, Findings findings) {
    try {
      return Optional.of(Catalogue.entry(root.file().path().toString(), fields));
    } catch (IllegalArgumentException e) {
      findings.add(FIELD, entry, e.getMessage(), "");
      return Optional.empty();
    }
  }

  private static void add(
      CatalogueRules.Problem problem, Yaml entry, Model model, Findings findings) {
    Yaml where = entry;
    for (String key : problem.field().split("[.]")) {
      Optional<Yaml> below = where.get(key);
      if (below.isEmpty()) {
        break;
      }
      where = below.get();
    }
    findings.add(
        LIMITS, where, problem.field() + " of " + model.id() + ": " + problem.message() + ".", "");
  }

  private static List<?> values(Yaml root) {
    Object document =
        new Load(LoadSettings.builder().setAllowDuplicateKeys(true).build())
            .loadFromString(root.file().text());
    return document instanceof Map<?, ?> map && map.get("models") instanceof List<?> list
        ? list
        : List.of();
  }
}
