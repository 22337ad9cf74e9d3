package dev.caravan.local.test.format;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.caravan.local.bedrock.rule.InvalidRule;
import dev.caravan.local.bedrock.rule.Rule;
import dev.caravan.local.bedrock.rule.RuleReader;
import dev.caravan.local.test.match.Located;
import java.util.ArrayList;
import java.util.List;

/** Reads how the model misbehaves: rules as docs/local.md describes them, or just an action. */
final class RulesReader {

  private final RuleReader reader = new RuleReader();
  private final Complaints complaints;

  RulesReader(Complaints complaints) {
    this.complaints = complaints;
  }

  List<Rule> read(List<Located> rules) {
    List<Rule> read = new ArrayList<>();
    for (Located rule : rules) {
      try {
        read.addAll(reader.read(json(rule)));
      } catch (InvalidRule e) {
        complaints.add(whereOf(e, rule).place(), "model: " + e.getMessage());
      }
    }
    return read;
  }

  private static String json(Located rule) {
    return rule.json().isTextual()
        ? JsonNodeFactory.instance.objectNode().put("action", rule.text()).toString()
        : rule.json().toString();
  }

  /** Finds the wrong field from its path, which is the start of the message. */
  private static Located whereOf(InvalidRule wrong, Located rule) {
    Located reached = rule;
    for (String name : wrong.getMessage().split(":", 2)[0].split("\\.")) {
      if (!reached.fields().containsKey(name)) {
        return reached;
      }
      reached = reached.fields().get(name);
    }
    return reached;
  }
}
