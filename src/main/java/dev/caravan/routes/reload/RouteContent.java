package dev.caravan.routes.reload;

import dev.caravan.generation.Sha256;
import dev.caravan.routes.lint.source.Yaml;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.apache.camel.model.RouteDefinition;

/**
 * All the YAML that defines one route: its own, and the REST call, template, route configurations
 * and failure handling that Camel applies to it. If two routes share a part, a change to that part
 * changes both.
 */
final class RouteContent {

  /** Items of a file that do not apply to its other items, or are collected separately. */
  private static final Set<String> FOR_THEMSELVES =
      Set.of(
          "route",
          "from",
          "rest",
          "routeConfiguration",
          "routeTemplate",
          "templatedRoute",
          "beans",
          "restConfiguration",
          "dataFormats",
          "transformers",
          "validators");

  private final RouteDefinition definition;
  private final List<String> parts = new ArrayList<>();
  private String file = "";
  private String calledAs = "";

  RouteContent(Parsed files, RouteDefinition definition) {
    this.definition = definition;
    parts.add(definition.getInput().getEndpointUri());
    files.roots().forEach(this::addOwn);
    addConfigurations(files);
    if (Boolean.TRUE.equals(definition.isTemplate())) {
      files.items("routeTemplate").map(Parsed::canonical).forEach(parts::add);
    }
    if (Boolean.TRUE.equals(definition.isRest())) {
      files.items("rest").forEach(this::addRest);
    }
  }

  /** The name of the file that contains the route itself. */
  String file() {
    return file;
  }

  /** Twelve hex digits, computed from all parts. */
  String hash() {
    return Sha256.of(String.join("\n", parts)).hex().substring(0, 12);
  }

  private void addOwn(String name, Yaml root) {
    boolean isHere = false;
    for (Yaml item : root.items()) {
      if (isOwn(item)) {
        parts.add(Parsed.canonical(item));
        isHere = true;
        calledAs = item.text("route", "from", "uri");
      }
    }
    if (!isHere) {
      return;
    }
    file = name;
    for (Yaml item : root.items()) {
      if (item.entries().stream().noneMatch(entry -> FOR_THEMSELVES.contains(entry.name()))) {
        parts.add(Parsed.canonical(item));
      }
    }
  }

  private boolean isOwn(Yaml item) {
    String id = definition.getRouteId();
    return id.equals(item.text("route", "id"))
        || id.equals(item.text("from", "id"))
        || id.equals(item.text("templatedRoute", "routeId"));
  }

  private void addConfigurations(Parsed files) {
    Set<String> applied = definition.getAppliedRouteConfigurationIds();
    files
        .items("routeConfiguration")
        .filter(each -> each.text("id").isEmpty() || isIn(applied, each.text("id")))
        .map(Parsed::canonical)
        .forEach(parts::add);
  }

  private static boolean isIn(Set<String> applied, String id) {
    return applied != null && applied.contains(id);
  }

  /** Adds the REST calls that lead to the route, and the settings of their REST service. */
  private void addRest(Yaml rest) {
    List<Yaml> calls =
        rest.entries().stream()
            .flatMap(entry -> entry.value().items().stream())
            .filter(this::leadsTo)
            .toList();
    if (calls.isEmpty()) {
      return;
    }
    calls.stream().map(Parsed::canonical).forEach(parts::add);
    rest.entries().stream()
        .filter(entry -> !entry.value().isSequence())
        .forEach(entry -> parts.add(entry.name() + Parsed.canonical(entry.value())));
  }

  private boolean leadsTo(Yaml call) {
    String to = call.text("to").isEmpty() ? call.text("to", "uri") : call.text("to");
    return to.equals(calledAs);
  }
}
