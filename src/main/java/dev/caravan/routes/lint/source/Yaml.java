package dev.caravan.routes.lint.source;

import java.util.List;
import java.util.Optional;
import org.snakeyaml.engine.v2.exceptions.Mark;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.ScalarNode;
import org.snakeyaml.engine.v2.nodes.SequenceNode;
import org.snakeyaml.engine.v2.nodes.Tag;

/** A value in a YAML file, with its position. */
public record Yaml(SourceFile file, Node node) {

  /** A key and its value. */
  public record Entry(Yaml key, Yaml value) {

    public String name() {
      return key.text();
    }
  }

  public boolean isMapping() {
    return node instanceof MappingNode;
  }

  public boolean isSequence() {
    return node instanceof SequenceNode;
  }

  public boolean isScalar() {
    return node instanceof ScalarNode;
  }

  /** True if the key has no value. */
  public boolean isNothing() {
    return Tag.NULL.equals(node.getTag());
  }

  /** The scalar's text; empty for anything else. */
  public String text() {
    return node instanceof ScalarNode scalar ? scalar.getValue() : "";
  }

  /** The values of a sequence; empty for anything else. */
  public List<Yaml> items() {
    return node instanceof SequenceNode sequence
        ? sequence.getValue().stream().map(item -> new Yaml(file, item)).toList()
        : List.of();
  }

  /** The keys and values of a mapping; empty for anything else. */
  public List<Entry> entries() {
    return node instanceof MappingNode mapping
        ? mapping.getValue().stream()
            .map(
                tuple ->
                    new Entry(
                        new Yaml(file, tuple.getKeyNode()), new Yaml(file, tuple.getValueNode())))
            .toList()
        : List.of();
  }

  public Optional<Entry> entry(String key) {
    return entries().stream().filter(entry -> entry.name().equals(key)).findFirst();
  }

  /** The value at this path of nested keys. */
  public Optional<Yaml> get(String... keys) {
    Optional<Yaml> at = Optional.of(this);
    for (String key : keys) {
      at = at.flatMap(yaml -> yaml.entry(key)).map(Entry::value);
    }
    return at;
  }

  /** The text at this path of nested keys; empty if there is none. */
  public String text(String... keys) {
    return get(keys).map(Yaml::text).orElse("");
  }

  public int line() {
    return node.getStartMark().map(Mark::getLine).orElse(0) + 1;
  }

  public int column() {
    return node.getStartMark().map(Mark::getColumn).orElse(0) + 1;
  }

  public int lastLine() {
    return node.getEndMark().map(Mark::getLine).orElse(0) + 1;
  }
}
