package dev.caravan.routes.lint.format;

import dev.caravan.routes.lint.Finding;
import dev.caravan.routes.lint.Severity;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;

/** Text for a terminal, in the format of compilers, so that editors can jump to the position. */
public final class TextReport implements Report {

  @Override
  public void write(List<Finding> findings, PrintWriter out) {
    for (Finding finding : findings) {
      out.printf(
          "%s:%d:%d: %s: %s [%s]%n",
          finding.file(),
          finding.line(),
          finding.column(),
          finding.severity().text(),
          finding.message(),
          finding.rule().id());
      if (!finding.hint().isEmpty()) {
        out.println("    " + finding.hint());
      }
    }
    out.println(summary(findings));
  }

  private static String summary(List<Finding> findings) {
    List<String> counts = new ArrayList<>();
    for (Severity severity : Severity.values()) {
      long count = findings.stream().filter(finding -> finding.severity() == severity).count();
      if (count > 0) {
        counts.add(count + " " + severity.text() + (count == 1 ? "" : "s"));
      }
    }
    return counts.isEmpty() ? "Nothing is wrong." : String.join(", ", counts);
  }
}
