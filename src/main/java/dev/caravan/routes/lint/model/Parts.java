package dev.caravan.routes.lint.model;

import dev.caravan.routes.lint.source.Yaml;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/** Finds routes, steps, beans and failure handling in a route file. */
final class Parts {

  private static final Set<String> NO_STEPS_BELOW =
      Set.of("parameters", "properties", "constructors");

  private final Document document;

  Parts(Document document) {
    this.document = document;
  }

  List<Route> routes() {
    List<Route> routes = new ArrayList<>();
    for (Yaml part : document.root().items()) {
      part.get("route").ifPresent(body -> routes.add(route(part, body, body.text("id"))));
      part.get("from").ifPresent(from -> routes.add(route(part, part, "")));
      part.get("routeTemplate")
          .ifPresent(
              template ->
                  routes.add(
                      route(part, template.get("route").orElse(template), template.text("id"))));
    }
    return routes;
  }

  private static Route route(Yaml part, Yaml body, String id) {
    Optional<EndpointUse> from = body.get("from").flatMap(value -> EndpointUse.of("from", value));
    return new Route(id, part, body, from, steps(body));
  }

  /** The route configurations: those that routes choose by id, and those for all routes. */
  List<FailureHandling> routeConfigurations() {
    return document.root().items().stream()
        .flatMap(part -> part.get("routeConfiguration").stream())
        .map(
            body ->
                new FailureHandling(
                    body.text("id"),
                    body.get("id").orElse(body),
                    body.get("onException").stream()
                        .flatMap(list -> list.items().stream())
                        .flatMap(item -> item.get("onException").stream())
                        .toList(),
                    body.get("errorHandler").stream().toList(),
                    steps(body)))
        .toList();
  }

  /** The failure handling at the top level of this file, which applies only to its routes. */
  FailureHandling ofThisFile() {
    List<Yaml> parts = document.root().items();
    return new FailureHandling(
        "",
        document.root(),
        parts.stream().flatMap(part -> part.get("onException").stream()).toList(),
        parts.stream().flatMap(part -> part.get("errorHandler").stream()).toList(),
        parts.stream()
            .filter(part -> part.get("onException").isPresent())
            .flatMap(part -> steps(part).stream())
            .toList());
  }

  List<BeanDeclaration> beans() {
    Stream<Yaml> local =
        document.root().items().stream()
            .flatMap(part -> part.get("routeTemplate", "beans").stream());
    return Stream.concat(
            document.root().items().stream().flatMap(part -> part.get("beans").stream()), local)
        .flatMap(list -> list.items().stream())
        .map(body -> new BeanDeclaration(body.text("name"), body))
        .toList();
  }

  /** The endpoints that REST calls lead to. */
  List<EndpointUse> restTargets() {
    return document.root().items().stream()
        .flatMap(part -> part.get("rest").stream())
        .flatMap(rest -> rest.entries().stream())
        .flatMap(verb -> verb.value().items().stream())
        .flatMap(call -> call.get("to").stream())
        .flatMap(to -> EndpointUse.of("to", to).stream())
        .toList();
  }

  /** The ids of REST services and their calls. */
  List<Yaml> restIds() {
    return document.root().items().stream()
        .flatMap(part -> part.get("rest").stream())
        .flatMap(
            rest ->
                Stream.concat(
                    rest.get("id").stream(),
                    rest.entries().stream()
                        .flatMap(verb -> verb.value().items().stream())
                        .flatMap(call -> call.get("id").stream())))
        .toList();
  }

  static List<Step> steps(Yaml yaml) {
    List<Step> steps = new ArrayList<>();
    addSteps(yaml, steps);
    return steps;
  }

  private static void addSteps(Yaml yaml, List<Step> steps) {
    for (Yaml.Entry entry : yaml.entries()) {
      if (entry.name().equals("steps")) {
        for (Yaml item : entry.value().items()) {
          item.entries().forEach(step -> steps.add(new Step(step.key(), step.value())));
          addSteps(item, steps);
        }
      } else if (!NO_STEPS_BELOW.contains(entry.name())) {
        addSteps(entry.value(), steps);
        entry.value().items().forEach(item -> addSteps(item, steps));
      }
    }
  }
}
