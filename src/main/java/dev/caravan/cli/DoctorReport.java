package dev.caravan.cli;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.caravan.cli.doctor.Finding;
import dev.caravan.cli.doctor.Status;
import java.io.PrintWriter;
import java.util.List;

/** The findings of {@code caravan doctor}, for people or as JSON. */
record DoctorReport(List<Finding> findings) {

  private static final ObjectMapper JSON = new ObjectMapper();

  boolean has(Status status) {
    return findings.stream().anyMatch(finding -> finding.status() == status);
  }

  void write(PrintWriter out, boolean asJson) {
    if (asJson) {
      out.println(json());
    } else {
      findings.forEach(finding -> out.println(line(finding)));
    }
    out.flush();
  }

  private static String line(Finding finding) {
    return "%-8s %-13s %s"
        .formatted(finding.status().text(), finding.check(), new TerminalText(finding.message()));
  }

  /** {@code {"failed": 0, "warnings": 1, "checks": [{"check", "status", "message"}]}}. */
  private ObjectNode json() {
    ObjectNode report = JSON.createObjectNode();
    report.put("failed", count(Status.FAILED)).put("warnings", count(Status.WARNING));
    ArrayNode checks = report.putArray("checks");
    findings.forEach(
        finding ->
            checks
                .addObject()
                .put("check", finding.check())
                .put("status", finding.status().text())
                .put("message", finding.message()));
    return report;
  }

  private long count(Status status) {
    return findings.stream().filter(finding -> finding.status() == status).count();
  }
}
