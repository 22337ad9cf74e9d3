package dev.caravan.routes.reload;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;

/** Writes the answer to {@code GET /observe/routes}. */
final class JournalJson {

  private final ObjectMapper json = new ObjectMapper();

  ObjectNode write(Journal.Page page) {
    ObjectNode body = json.createObjectNode();
    ObjectNode routes = body.putObject("routes");
    page.routes().forEach((id, version) -> version(routes.putObject(id), version));
    page.models().ifPresent(models -> version(body.putObject("models"), models));
    page.needRestart().forEach(body.putArray("needRestart")::add);
    page.rejection().ifPresent(rejection -> rejection(body.putObject("rejection"), rejection));
    return body;
  }

  private static void version(ObjectNode node, Journal.Version version) {
    node.put("file", version.file())
        .put("hash", version.hash())
        .put("loadedAt", version.loadedAt().toString());
  }

  private static void rejection(ObjectNode node, Rejection rejection) {
    node.put("at", rejection.at().toString());
    if (!rejection.by().isEmpty()) {
      node.put("by", rejection.by());
    }
    Fault.writeAll(rejection.faults(), node);
  }
}
