package dev.caravan.routes.reload;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.caravan.routes.lint.Finding;
import java.util.ArrayList;
import java.util.List;

/**
 * A reason for rejecting a change.
 *
 * @param file the name of the file; empty if the fault belongs to no file
 * @param line from 1; 0 if unknown
 * @param column from 1; 0 if unknown
 * @param rule the id of the lint rule; empty if lint did not find the fault
 */
public record Fault(String file, int line, int column, String rule, String message, String hint) {

  static Fault of(Finding finding) {
    return new Fault(
        String.valueOf(finding.file().getFileName()),
        finding.line(),
        finding.column(),
        finding.rule().id(),
        finding.message(),
        finding.hint());
  }

  public static Fault of(String file, String message, String hint) {
    return new Fault(file, 0, 0, "", message, hint);
  }

  /** Adds the array {@code findings} to a JSON object; does nothing if there are no faults. */
  public static void writeAll(List<Fault> faults, ObjectNode json) {
    ArrayNode findings = faults.isEmpty() ? null : json.putArray("findings");
    faults.forEach(fault -> fault.writeTo(findings.addObject()));
  }

  private void writeTo(ObjectNode finding) {
    finding.put("file", file);
    if (line > 0) {
      finding.put("line", line).put("column", column);
    }
    if (!rule.isEmpty()) {
      finding.put("rule", rule);
    }
    finding.put("message", message);
    if (!hint.isEmpty()) {
      finding.put("hint", hint);
    }
  }

  /** The faults in an array that {@link #writeAll} wrote; none if it is missing. */
  public static List<Fault> readAll(JsonNode findings) {
    List<Fault> faults = new ArrayList<>();
    findings.forEach(
        finding ->
            faults.add(
                new Fault(
                    finding.path("file").asText(),
                    finding.path("line").asInt(),
                    finding.path("column").asInt(),
                    finding.path("rule").asText(),
                    finding.path("message").asText(),
                    finding.path("hint").asText())));
    return List.copyOf(faults);
  }

  /** The fault in one line, in the format of lint. */
  public String text() {
    String where = line > 0 ? file + ":" + line + ":" + column + ": " : file + ": ";
    return (file.isEmpty() ? "" : where) + message + (rule.isEmpty() ? "" : " [" + rule + "]");
  }
}
