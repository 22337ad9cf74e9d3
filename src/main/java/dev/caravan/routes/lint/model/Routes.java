package dev.caravan.routes.lint.model;

import dev.caravan.routes.lint.dsl.ExpressionUse;
import dev.caravan.routes.lint.source.SourceFile;
import dev.caravan.routes.lint.source.Yaml;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.apache.camel.support.PatternHelper;

/** Everything that the route files of a folder declare, and how the routes call each other. */
public final class Routes {

  private final List<Document> documents;
  private final List<Route> routes = new ArrayList<>();
  private final Map<SourceFile, FailureHandling> ofFiles = new HashMap<>();
  private final List<FailureHandling> configurations = new ArrayList<>();
  private final List<BeanDeclaration> beans = new ArrayList<>();
  private final List<EndpointUse> restTargets = new ArrayList<>();
  private final List<Yaml> restIds = new ArrayList<>();

  public Routes(List<Document> documents) {
    this.documents = List.copyOf(documents);
    for (Document document : documents) {
      Parts parts = new Parts(document);
      routes.addAll(parts.routes());
      configurations.addAll(parts.routeConfigurations());
      ofFiles.put(document.root().file(), parts.ofThisFile());
      beans.addAll(parts.beans());
      restTargets.addAll(parts.restTargets());
      restIds.addAll(parts.restIds());
    }
  }

  public List<Document> documents() {
    return documents;
  }

  public List<Route> all() {
    return routes;
  }

  public List<BeanDeclaration> beans() {
    return beans;
  }

  public Optional<BeanDeclaration> bean(String name) {
    return beans.stream().filter(bean -> bean.name().equals(name)).findFirst();
  }

  public List<FailureHandling> configurations() {
    return configurations;
  }

  public List<Yaml> restIds() {
    return restIds;
  }

  public List<EndpointUse> restTargets() {
    return restTargets;
  }

  public List<ExpressionUse> expressions() {
    return documents.stream().flatMap(document -> document.expressions().stream()).toList();
  }

  /** All steps: of the routes and of the failure handling. */
  public List<Step> steps() {
    return documents.stream()
        .flatMap(document -> document.root().items().stream())
        .flatMap(part -> Parts.steps(part).stream())
        .toList();
  }

  /** All endpoints in the route files. */
  public List<EndpointUse> endpoints() {
    return Stream.of(
            routes.stream().flatMap(route -> route.from().stream()),
            steps().stream().flatMap(step -> step.endpoint().stream()),
            restTargets.stream())
        .flatMap(each -> each)
        .toList();
  }

  /** The failure handling that applies to this route. */
  public List<FailureHandling> handling(Route route) {
    String chosen = route.body().text("routeConfigurationId");
    List<FailureHandling> found = new ArrayList<>();
    route
        .body()
        .get("errorHandler")
        .ifPresent(
            handler ->
                found.add(
                    new FailureHandling("", handler, List.of(), List.of(handler), List.of())));
    for (FailureHandling configuration : configurations) {
      boolean applies =
          chosen.isEmpty()
              ? configuration.id().isEmpty()
              : Stream.of(chosen.split(","))
                  .anyMatch(id -> PatternHelper.matchPattern(configuration.id(), id.strip()));
      if (applies) {
        found.add(configuration);
      }
    }
    FailureHandling ofFile = ofFiles.get(route.part().file());
    if (!ofFile.onExceptions().isEmpty() || !ofFile.errorHandlers().isEmpty()) {
      found.add(ofFile);
    }
    return found;
  }

  /** The routes that these steps call synchronously. */
  public List<Route> calledBy(List<Step> steps) {
    return steps.stream()
        .filter(step -> !step.kind().equals("wireTap"))
        .flatMap(step -> step.endpoint().stream())
        .flatMap(endpoint -> directRoute(endpoint).stream())
        .toList();
  }

  /** The route that a {@code direct:} endpoint leads to. */
  public Optional<Route> directRoute(EndpointUse endpoint) {
    return endpoint.scheme().equals("direct")
        ? routes.stream()
            .filter(route -> route.scheme().equals("direct"))
            .filter(route -> route.from().orElseThrow().path().equals(endpoint.path()))
            .findFirst()
        : Optional.empty();
  }

  /** The routes that a message can pass through if it enters by one of these, including these. */
  public Set<Route> reachedFrom(Stream<Route> entrances) {
    Set<Route> reached = new LinkedHashSet<>();
    entrances.forEach(entrance -> reach(entrance, reached));
    return reached;
  }

  private void reach(Route route, Set<Route> reached) {
    if (reached.add(route)) {
      calledBy(route.steps()).forEach(called -> reach(called, reached));
    }
  }

  public Stream<Route> fromQueue() {
    return routes.stream().filter(Route::isFromSqs);
  }

  /** The routes that receive HTTP calls. */
  public Stream<Route> fromHttp() {
    return Stream.concat(
        routes.stream().filter(route -> Set.of("platform-http", "rest").contains(route.scheme())),
        restTargets.stream().flatMap(target -> directRoute(target).stream()));
  }
}
