package dev.caravan.local.bedrock.rule;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectReader;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;

/** Reads rules from JSON: {@code {"rules": [...]}}, or a single rule. */
public final class RuleReader {

  private final ObjectReader json =
      JsonMapper.builder().enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS).build().reader();

  public List<Rule> read(String text) {
    JsonNode root = parsed(text);
    return root.has("rules") ? document(root) : List.of(rule(root, ""));
  }

  /** Reads a whole document, as a file contains it. */
  public List<Rule> readDocument(String text) {
    return document(parsed(text));
  }

  private List<Rule> document(JsonNode root) {
    // A client may send back what the stand-in showed, so this ignores the tallies in it.
    Fields fields = new Fields(root, "", "rules", "tallies");
    JsonNode list =
        fields
            .node("rules")
            .orElseThrow(() -> new InvalidRule("rules: found nothing, allowed: a list of rules"));
    if (!list.isArray()) {
      throw new InvalidRule("rules: found " + list + ", allowed: a list of rules");
    }
    List<Rule> rules = new ArrayList<>();
    for (JsonNode node : list) {
      rules.add(rule(node, "rules[" + rules.size() + "]"));
    }
    return rules;
  }

  private Rule rule(JsonNode node, String path) {
    Fields fields =
        new Fields(
            node,
            path,
            "id",
            "match",
            "action",
            "how",
            "seconds",
            "bytes",
            "times",
            "every",
            "probability",
            "seed",
            "for",
            "latency");
    if (fields.has("seed") && !fields.has("probability")) {
      throw new InvalidRule(
          fields.at("seed") + ": found without \"probability\", allowed: only with it");
    }
    Frequency often =
        Frequency.always()
            .times(fields.count("times", 0))
            .every(fields.count("every", 1))
            .probability(fields.share("probability", 1), fields.whole("seed", 0))
            .lasting(fields.span("for", Duration.ZERO));
    Latency latency = fields.latency("latency");
    Action action = new ActionReader(fields).read();
    try {
      return new Rule(fields.text("id", ""), match(fields), action, often, latency);
    } catch (InvalidRule e) {
      throw e.getMessage().startsWith(path) ? e : new InvalidRule(path + "." + e.getMessage());
    }
  }

  private Match match(Fields rule) {
    if (!rule.has("match")) {
      return Match.everything();
    }
    Fields fields =
        new Fields(
            rule.node("match").orElseThrow(),
            rule.at("match"),
            "model",
            "prompt",
            "promptRegex",
            "operation");
    String regex = fields.text("promptRegex", "");
    try {
      Pattern.compile(regex);
    } catch (PatternSyntaxException e) {
      throw new InvalidRule(
          fields.at("promptRegex")
              + ": found \""
              + regex
              + "\", allowed: a regular expression ("
              + e.getDescription()
              + ")");
    }
    Match match = Match.everything();
    Set<Operation> operations =
        Operation.of(
                fields.oneOf("operation", List.of("invoke", "converse", "GetFoundationModel"), ""))
            .map(Set::of)
            .orElse(match.operations());
    return new Match(fields.text("model", ""), fields.text("prompt", ""), regex, operations);
  }

  private JsonNode parsed(String text) {
    try {
      return json.readTree(text);
    } catch (JsonProcessingException e) {
      throw new InvalidRule(
          "the document: found text that is not JSON (line "
              + e.getLocation().getLineNr()
              + ", column "
              + e.getLocation().getColumnNr()
              + "), allowed: {\"rules\": [...]}");
    }
  }
}
