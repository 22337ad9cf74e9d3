package dev.caravan.local.bedrock.rule;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;

/** Writes rules as {@link RuleReader} reads them, without values that are the default. */
public final class RuleWriter {

  private final JsonNodeFactory json = JsonNodeFactory.instance;

  public ObjectNode document(Misbehaviour misbehaviour) {
    ObjectNode document = json.objectNode();
    var rules = document.putArray("rules");
    misbehaviour.list().forEach(rule -> rules.add(rule(rule)));
    ObjectNode tallies = document.putObject("tallies");
    misbehaviour
        .tallies()
        .forEach(
            (id, tally) ->
                tallies
                    .putObject(id)
                    .put("seen", tally.seen())
                    .put("fired", tally.fired())
                    .put("exhausted", tally.exhausted()));
    return document;
  }

  public ObjectNode rule(Rule rule) {
    ObjectNode node = json.objectNode().put("id", rule.id());
    ObjectNode match = match(rule.match());
    if (!match.isEmpty()) {
      node.set("match", match);
    }
    node.put("action", rule.action().action());
    text(node, "how", rule.action().how());
    if (rule.action() instanceof Stall stall && !stall.isForever()) {
      node.put("seconds", stall.hold().toMillis() / 1000.0);
    }
    if (rule.action() instanceof Large large) {
      node.put("bytes", large.bytes());
    }
    frequency(node, rule.frequency());
    if (!rule.latency().isNone()) {
      node.put("latency", rule.latency().toString());
    }
    return node;
  }

  private ObjectNode match(Match match) {
    ObjectNode node = json.objectNode();
    text(node, "model", match.model());
    text(node, "prompt", match.prompt());
    text(node, "promptRegex", match.promptRegex());
    if (!match.isForModelCalls()) {
      match.operations().stream().findFirst().ifPresent(o -> node.put("operation", o.label()));
    }
    return node;
  }

  private void frequency(ObjectNode node, Frequency often) {
    if (often.times() > 0) {
      node.put("times", often.times());
    }
    if (often.every() > 1) {
      node.put("every", often.every());
    }
    if (often.probability() < 1) {
      node.put("probability", often.probability()).put("seed", often.seed());
    }
    if (!often.window().isZero()) {
      node.put("for", new Span(often.window()).toString());
    }
  }

  private void text(ObjectNode node, String name, String value) {
    if (!value.isEmpty()) {
      node.put(name, value);
    }
  }
}
