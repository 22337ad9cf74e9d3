package dev.caravan.routes.lint.format;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.caravan.routes.lint.Finding;
import dev.caravan.routes.lint.Rule;
import dev.caravan.routes.lint.Rules;
import java.io.PrintWriter;
import java.util.List;

/** SARIF 2.1.0, the format of code scanning. */
public final class SarifReport implements Report {

  private static final String SCHEMA =
      "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json";

  private final ObjectMapper json = new ObjectMapper();

  @Override
  public void write(List<Finding> findings, PrintWriter out) {
    ObjectNode document = json.createObjectNode().put("$schema", SCHEMA).put("version", "2.1.0");
    ObjectNode run = document.putArray("runs").addObject().put("columnKind", "utf16CodeUnits");
    ObjectNode driver = run.putObject("tool").putObject("driver").put("name", "caravan lint");
    ArrayNode rules = driver.putArray("rules");
    Rules.all().forEach(rule -> addRule(rule, rules));
    ArrayNode results = run.putArray("results");
    findings.forEach(finding -> addResult(finding, results));
    out.println(document.toPrettyString());
  }

  private static void addRule(Rule rule, ArrayNode rules) {
    ObjectNode node = rules.addObject().put("id", rule.id());
    node.putObject("shortDescription").put("text", rule.meaning());
    node.putObject("defaultConfiguration").put("level", rule.severity().text());
  }

  private static void addResult(Finding finding, ArrayNode results) {
    ObjectNode result =
        results
            .addObject()
            .put("ruleId", finding.rule().id())
            .put("level", finding.severity().text());
    result.putObject("message").put("text", (finding.message() + " " + finding.hint()).strip());
    ObjectNode place = result.putArray("locations").addObject().putObject("physicalLocation");
    place.putObject("artifactLocation").put("uri", Paths.uri(finding.file()));
    place.putObject("region").put("startLine", finding.line()).put("startColumn", finding.column());
  }
}
