package dev.caravan.routes.reload;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;

/** Writes the answer to {@code GET /observe/routes}. */
final class JournalJson {

  private final ObjectMapper json = new ObjectMapper();

  String write(Journal.Page page) {
    ObjectNode body = json.createObjectNode();
    ObjectNode routes = body.putObject("routes");
    page.routes().forEach((id, version) -> version(routes.putObject(id), version));
    page.models().ifPresent(models -> version(body.putObject("models"), models));
    page.needRestart().forEach(body.putArray("needRestart")::add);
    page.rejection().ifPresent(rejection -> rejection(body.putObject("rejection"), rejection));
    return body.toPrettyString();
  }

  private static void version(ObjectNode node, Journal.Version version) {
    node.put("file", version.file())
        .put("hash", version.hash())
        .put("loadedAt", version.loadedAt().toString());
  }

  private static void rejection(ObjectNode node, Journal.Rejection rejection) {
    node.put("at", rejection.at().toString());
    for (Fault fault : rejection.faults()) {
      ObjectNode finding = node.withArray("findings").addObject();
      finding.put("file", fault.file());
      if (fault.line() > 0) {
        finding.put("line", fault.line()).put("column", fault.column());
      }
      if (!fault.rule().isEmpty()) {
        finding.put("rule", fault.rule());
      }
      finding.put("message", fault.message());
      if (!fault.hint().isEmpty()) {
        finding.put("hint", fault.hint());
      }
    }
  }
}
