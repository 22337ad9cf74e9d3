package dev.caravan.routes.lint.source;

import dev.caravan.routes.lint.Findings;
import dev.caravan.routes.lint.Rule;
import dev.caravan.routes.lint.Rule.Group;
import dev.caravan.routes.lint.Severity;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.api.lowlevel.Compose;
import org.snakeyaml.engine.v2.exceptions.Mark;
import org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;
import org.snakeyaml.engine.v2.nodes.Node;

/** Reads a file as YAML. */
public final class YamlReader {

  static final Rule SYNTAX =
      new Rule("yaml-syntax", Group.YAML, Severity.ERROR, "The file is not valid YAML.");
  static final Rule DUPLICATE_KEY =
      new Rule(
          "duplicate-key",
          Group.YAML,
          Severity.ERROR,
          "A mapping contains the same key twice. Only one of the two counts.");

  public static List<Rule> rules() {
    return List.of(SYNTAX, DUPLICATE_KEY);
  }

  /** The file's value; empty if it has none, or if it is not YAML, which is a finding. */
  public Optional<Yaml> read(SourceFile file, Findings findings) {
    try {
      LoadSettings settings = LoadSettings.builder().setLabel(file.path().toString()).build();
      Optional<Yaml> root =
          new Compose(settings).composeString(file.text()).map(node -> new Yaml(file, node));
      root.ifPresent(yaml -> requireNoCircle(yaml, nodes(), nodes()));
      root.ifPresent(yaml -> findDuplicates(yaml, nodes(), findings));
      return root;
    } catch (MarkedYamlEngineException e) {
      Mark mark = e.getProblemMark().or(e::getContextMark).orElse(null);
      findings.add(
          SYNTAX,
          file,
          mark == null ? 1 : mark.getLine() + 1,
          mark == null ? 1 : mark.getColumn() + 1,
          "Invalid YAML: " + sentence(e),
          "Quote text that contains any of : # { } [ ] & * ! | > ' \" % @ and indent with spaces.");
    } catch (YamlEngineException e) {
      findings.add(SYNTAX, file, 1, 1, "Invalid YAML: " + e.getMessage(), "");
    } catch (StackOverflowError e) {
      // The parser calls itself once per level.
      findings.add(SYNTAX, file, 1, 1, "Invalid YAML: it is nested too deeply to be read.", "");
    }
    return Optional.empty();
  }

  private static String sentence(MarkedYamlEngineException e) {
    String context = e.getContext() == null ? "" : e.getContext() + ", ";
    return context + e.getProblem() + ".";
  }

  private static void requireNoCircle(Yaml yaml, Set<Node> above, Set<Node> done) {
    if (!above.add(yaml.node())) {
      throw new YamlEngineException("an alias refers to an anchor that contains it.");
    }
    if (done.add(yaml.node())) {
      yaml.items().forEach(item -> requireNoCircle(item, above, done));
      yaml.entries().forEach(entry -> requireNoCircle(entry.value(), above, done));
    }
    above.remove(yaml.node());
  }

  private static Set<Node> nodes() {
    return Collections.newSetFromMap(new IdentityHashMap<>());
  }

  private static void findDuplicates(Yaml yaml, Set<Node> seen, Findings findings) {
    if (!seen.add(yaml.node())) {
      return;
    }
    Map<String, Yaml> first = new HashMap<>();
    List<Yaml> values = new ArrayList<>(yaml.items());
    for (Yaml.Entry entry : yaml.entries()) {
      Yaml before = first.putIfAbsent(entry.name(), entry.key());
      if (before != null) {
        findings.add(
            DUPLICATE_KEY,
            entry.key(),
            "Duplicate key `" + entry.name() + "`: it is already on line " + before.line() + ".",
            "Keep one of the two.");
      }
      values.add(entry.value());
    }
    values.forEach(value -> findDuplicates(value, seen, findings));
  }
}
