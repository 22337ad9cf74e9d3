package dev.caravan.routes.lint.format;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import dev.caravan.routes.lint.Finding;
import java.io.PrintWriter;
import java.util.List;

/** A JSON array with one object per finding. */
public final class JsonReport implements Report {

  private final ObjectMapper json = new ObjectMapper();

  @Override
  public void write(List<Finding> findings, PrintWriter out) {
    ArrayNode array = json.createArrayNode();
    for (Finding finding : findings) {
      array
          .addObject()
          .put("rule", finding.rule().id())
          .put("severity", finding.severity().text())
          .put("file", Paths.uri(finding.file()))
          .put("line", finding.line())
          .put("column", finding.column())
          .put("message", finding.message())
          .put("hint", finding.hint());
    }
    out.println(array.toPrettyString());
  }
}
