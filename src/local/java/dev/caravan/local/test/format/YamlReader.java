package dev.caravan.local.test.format;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.caravan.local.test.match.Located;
import dev.caravan.local.test.match.Place;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.api.lowlevel.Compose;
import org.snakeyaml.engine.v2.exceptions.Mark;
import org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.NodeTuple;
import org.snakeyaml.engine.v2.nodes.ScalarNode;
import org.snakeyaml.engine.v2.nodes.SequenceNode;
import org.snakeyaml.engine.v2.nodes.Tag;

/** Reads YAML into values that know their places in the file. */
final class YamlReader {

  /** No test needs more levels. YAML aliases can make a document endless. */
  private static final int DEEPEST = 50;

  private static final JsonNodeFactory JSON = JsonNodeFactory.instance;

  private final String file;
  private final Complaints complaints;

  YamlReader(String file, Complaints complaints) {
    this.file = file;
    this.complaints = complaints;
  }

  /** Empty if there is nothing, or, with a complaint, if the text is not YAML. */
  Optional<Located> read(String text) {
    try {
      return new Compose(LoadSettings.builder().setLabel(file).build())
          .composeString(text)
          .map(root -> located(root, place(root), 0));
    } catch (MarkedYamlEngineException e) {
      complaints.add(place(e.getProblemMark()), "not YAML: " + e.getProblem());
    } catch (YamlEngineException e) {
      complaints.add(new Place(file, 1, 1), "not YAML: " + e.getMessage());
    }
    return Optional.empty();
  }

  private Located located(Node node, Place place, int depth) {
    if (depth > DEEPEST) {
      complaints.add(place, "found more than " + DEEPEST + " levels; use fewer");
      return Located.scalar(place, JSON.nullNode());
    }
    if (node instanceof MappingNode mapping) {
      return mapping(mapping, place, depth);
    }
    if (node instanceof SequenceNode sequence) {
      List<Located> items =
          sequence.getValue().stream().map(item -> located(item, place(item), depth + 1)).toList();
      return Located.list(place, items);
    }
    return Located.scalar(place, scalar((ScalarNode) node));
  }

  private Located mapping(MappingNode node, Place place, int depth) {
    Map<String, Located> fields = new LinkedHashMap<>();
    for (NodeTuple tuple : new ArrayList<>(node.getValue())) {
      Place at = place(tuple.getKeyNode());
      if (!(tuple.getKeyNode() instanceof ScalarNode key)) {
        complaints.add(at, "found a key that is not text");
        continue;
      }
      Located before = fields.get(key.getValue());
      if (before != null) {
        complaints.add(
            at, "found \"%s\" twice, first at %s".formatted(key.getValue(), before.place()));
      }
      fields.put(key.getValue(), located(tuple.getValueNode(), at, depth + 1));
    }
    return Located.mapping(place, fields);
  }

  private static JsonNode scalar(ScalarNode node) {
    String text = node.getValue();
    Tag tag = node.getTag();
    if (tag.equals(Tag.NULL)) {
      return JSON.nullNode();
    }
    if (tag.equals(Tag.BOOL)) {
      return JSON.booleanNode(Boolean.parseBoolean(text));
    }
    try {
      if (tag.equals(Tag.INT)) {
        BigInteger whole = new BigInteger(text);
        return whole.bitLength() < 63 ? JSON.numberNode(whole.longValue()) : JSON.numberNode(whole);
      }
      return tag.equals(Tag.FLOAT) ? JSON.numberNode(new BigDecimal(text)) : JSON.textNode(text);
    } catch (NumberFormatException e) {
      return JSON.textNode(text);
    }
  }

  private Place place(Node node) {
    return place(node.getStartMark());
  }

  private Place place(Optional<Mark> mark) {
    return mark.map(at -> new Place(file, at.getLine() + 1, at.getColumn() + 1))
        .orElse(new Place(file, 1, 1));
  }
}
