package dev.caravan.routes.lint.dsl;

import dev.caravan.routes.lint.Findings;
import dev.caravan.routes.lint.Rule;
import dev.caravan.routes.lint.Rule.Group;
import dev.caravan.routes.lint.Severity;
import dev.caravan.routes.lint.source.Yaml;
import dev.caravan.words.KnownWords;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Checks a route file against the route language, and collects its expressions. */
public final class DslCheck {

  static final Rule NOT_A_LIST =
      rule(
          "not-a-list",
          "A route file must be a list whose items start with `- `. Camel ignores anything else.");
  static final Rule UNKNOWN_STEP = rule("unknown-step", "Unknown step.");
  static final Rule UNKNOWN_KEY = rule("unknown-key", "Unknown key.");
  static final Rule MISSING_KEY = rule("missing-key", "A required key is missing.");
  static final Rule KEYS_AT_ODDS =
      rule("keys-at-odds", "Only one of these keys is allowed, or a step is missing its `- `.");
  static final Rule WRONG_VALUE =
      rule("wrong-value", "The key does not accept this kind of value.");

  public static List<Rule> rules() {
    return List.of(NOT_A_LIST, UNKNOWN_STEP, UNKNOWN_KEY, MISSING_KEY, KEYS_AT_ODDS, WRONG_VALUE);
  }

  /** The keys for which Camel does not require an expression. */
  private static final Set<String> EXPRESSION_OPTIONAL =
      Set.of("sort", "transform", "predicateValidator");

  private final Shape item = Schema.read().item();
  private final ScalarCheck scalars = new ScalarCheck();

  private static Rule rule(String id, String meaning) {
    return new Rule(id, Group.DSL, Severity.ERROR, meaning);
  }

  /** Adds the problems to the findings, and returns the expressions. */
  public List<ExpressionUse> check(Yaml root, Findings findings) {
    List<ExpressionUse> expressions = new ArrayList<>();
    if (!root.isSequence()) {
      findings.add(
          NOT_A_LIST,
          root,
          "The file is not a list, so Camel ignores it.",
          "Start each item with `- `, for example `- route:`.");
    }
    Walk walk = new Walk(findings, expressions);
    root.items().forEach(part -> walk.value(part, item, "file"));
    return expressions;
  }

  private final class Walk {

    private final Findings findings;
    private final List<ExpressionUse> expressions;

    Walk(Findings findings, List<ExpressionUse> expressions) {
      this.findings = findings;
      this.expressions = expressions;
    }

    /**
     * @param key the key that has this value
     */
    void value(Yaml yaml, Shape shape, String key) {
      if (shape instanceof Shape.Scalar scalar) {
        complain(yaml, scalars.complaint(yaml, scalar, key));
      } else if (shape instanceof Shape.Sequence sequence) {
        sequence(yaml, sequence, key);
      } else if (shape instanceof Shape.Mapping mapping) {
        mapping(yaml, mapping, key);
      }
    }

    private void complain(Yaml yaml, Optional<String> complaint) {
      complaint.ifPresent(message -> findings.add(WRONG_VALUE, yaml, message, ""));
    }

    private void sequence(Yaml yaml, Shape.Sequence sequence, String key) {
      Shape inner = sequence.item().get();
      if (yaml.isSequence()) {
        yaml.items().forEach(each -> value(each, inner, key));
      } else if (!yaml.isScalar() || !(inner instanceof Shape.Scalar) || yaml.isNothing()) {
        findings.add(
            WRONG_VALUE,
            yaml,
            "`" + key + "` must be a list" + (yaml.isNothing() ? ", but has no value." : "."),
            "Write each item on its own line, starting with `- `.");
      }
    }

    private void mapping(Yaml yaml, Shape.Mapping mapping, String key) {
      if (yaml.isScalar() && mapping.orText() && !yaml.isNothing()) {
        return;
      }
      if (!yaml.isMapping()) {
        findings.add(
            WRONG_VALUE,
            yaml,
            "`" + key + "` must contain keys" + (yaml.isNothing() ? ", but has no value." : "."),
            new KnownWords(mapping.keys().keySet()).listed());
        return;
      }
      // A step has one key. Any further key is misplaced, which oneOfEach reports.
      int taken = mapping.single() ? 1 : Integer.MAX_VALUE;
      yaml.entries().stream().limit(taken).forEach(entry -> entry(entry, mapping, key));
      oneOfEach(yaml, mapping, key);
      KnownWords known = new KnownWords(mapping.keys().keySet());
      List<String> meant =
          yaml.entries().stream()
              .filter(entry -> !mapping.keys().containsKey(entry.name()))
              .flatMap(entry -> known.nearest(entry.name()).stream())
              .toList();
      mapping.required().stream()
          .filter(required -> yaml.entry(required).isEmpty() && !meant.contains(required))
          .forEach(
              required ->
                  findings.add(
                      MISSING_KEY, yaml, "`" + key + "` needs the key `" + required + "`.", ""));
    }

    private void entry(Yaml.Entry entry, Shape.Mapping mapping, String key) {
      if (!mapping.keys().containsKey(entry.name())) {
        unknown(entry, mapping, key);
        return;
      }
      if (mapping.expressions().contains(entry.name()) && !entry.name().equals("expression")) {
        expressions.add(new ExpressionUse(key, entry.key(), entry.value()));
      }
      // "expression:" is only a wrapper: its content belongs to the key around it.
      String below = entry.name().equals("expression") ? key : entry.name();
      value(entry.value(), mapping.keys().get(entry.name()).get(), below);
    }

    private void unknown(Yaml.Entry entry, Shape.Mapping mapping, String key) {
      KnownWords known = new KnownWords(mapping.keys().keySet());
      if (mapping.single()) {
        String what = key.equals("file") ? "part of a route file" : "step";
        findings.add(
            UNKNOWN_STEP,
            entry.key(),
            "Unknown " + what + " `" + entry.name() + "`.",
            known.hint(entry.name()));
      } else {
        findings.add(
            UNKNOWN_KEY,
            entry.key(),
            "Unknown key `" + entry.name() + "` in `" + key + "`.",
            known.hint(entry.name()));
      }
    }

    private void oneOfEach(Yaml yaml, Shape.Mapping mapping, String key) {
      if (mapping.single() && yaml.entries().size() > 1) {
        Yaml second = yaml.entries().get(1).key();
        findings.add(
            KEYS_AT_ODDS,
            second,
            "`"
                + second.text()
                + "` is in the same step as `"
                + yaml.entries().get(0).name()
                + "`.",
            "Start it with `- `, or indent it further if it belongs to that step.");
      }
      for (Set<String> choice : mapping.choices()) {
        List<Yaml.Entry> made =
            yaml.entries().stream().filter(entry -> choice.contains(entry.name())).toList();
        if (made.size() > 1) {
          findings.add(
              KEYS_AT_ODDS,
              made.get(1).key(),
              "`"
                  + key
                  + "` has both `"
                  + made.get(0).name()
                  + "` and `"
                  + made.get(1).name()
                  + "`.",
              "Keep one of them.");
        }
        if (made.isEmpty()
            && choice.contains("simple")
            && choice.contains("expression")
            && !EXPRESSION_OPTIONAL.contains(key)) {
          findings.add(
              MISSING_KEY,
              yaml,
              "`" + key + "` has no expression.",
              "Add one, for example `simple: \"${body}\"`.");
        }
      }
    }
  }
}
