package dev.caravan.routes.lint.camel;

import dev.caravan.routes.lint.Finding;
import dev.caravan.routes.lint.Findings;
import dev.caravan.routes.lint.Rule;
import dev.caravan.routes.lint.Rule.Group;
import dev.caravan.routes.lint.Severity;
import dev.caravan.routes.lint.camel.StandInBeans.NoStandInException;
import dev.caravan.routes.lint.model.Document;
import dev.caravan.routes.lint.model.Route;
import dev.caravan.routes.lint.model.Routes;
import dev.caravan.routes.lint.model.Step;
import dev.caravan.routes.lint.source.Yaml;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.apache.camel.NamedNode;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.model.ProcessorDefinition;
import org.apache.camel.model.RouteDefinition;
import org.apache.camel.model.RouteDefinitionHelper;
import org.apache.camel.reifier.RouteReifier;
import org.apache.camel.support.PluginHelper;
import org.apache.camel.support.ResourceHelper;
import org.snakeyaml.engine.v2.exceptions.Mark;
import org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException;

/** Lets Camel build the routes and reports the errors that no other rule has found. */
public final class BuildCheck {

  static final Rule NOT_BUILT =
      new Rule("not-built", Group.BUILD, Severity.ERROR, "Camel can't build the route.");

  private final Routes routes;
  private final ThrowawayCamel camel;
  private final Findings findings;

  public BuildCheck(Routes routes, ThrowawayCamel camel, Findings findings) {
    this.routes = routes;
    this.camel = camel;
    this.findings = findings;
  }

  public static List<Rule> rules() {
    return List.of(NOT_BUILT);
  }

  public void check() {
    List<Finding> before = findings.all();
    for (Document document : routes.documents()) {
      if (isSound(document.root(), before)) {
        load(document);
      }
    }
    DefaultCamelContext context = camel.context();
    for (RouteDefinition definition : new ArrayList<>(context.getRouteDefinitions())) {
      if (!Boolean.TRUE.equals(definition.isTemplate())) {
        build(definition, before);
      }
    }
  }

  private void load(Document document) {
    String text = WithoutBeans.of(document.root());
    if (text.isBlank()) {
      return;
    }
    try {
      PluginHelper.getRoutesLoader(camel.context())
          .loadRoutes(ResourceHelper.fromString(document.root().file().path().toString(), text));
    } catch (Exception e) {
      Optional<Mark> mark =
          causes(e)
              .filter(MarkedYamlEngineException.class::isInstance)
              .flatMap(cause -> ((MarkedYamlEngineException) cause).getProblemMark().stream())
              .findFirst();
      findings.add(
          NOT_BUILT,
          document.root().file(),
          mark.map(at -> at.getLine() + 1).orElse(1),
          mark.map(at -> at.getColumn() + 1).orElse(1),
          "Camel can't read this file: " + deepest(e),
          "");
    }
  }

  private void build(RouteDefinition definition, List<Finding> before) {
    Optional<Route> route =
        routes.all().stream()
            .filter(each -> !each.id().isEmpty())
            .filter(each -> each.id().equals(definition.getRouteId()))
            .findFirst();
    DefaultCamelContext context = camel.context();
    camel.watch().forget();
    try {
      if (!definition.isPrepared()) {
        RouteDefinitionHelper.prepareRoute(context, definition);
        definition.markPrepared();
      }
      RouteDefinitionHelper.forceAssignIds(context, definition);
      new RouteReifier(context, definition).createRoute();
    } catch (Exception e) {
      boolean isNews =
          causes(e).noneMatch(NoStandInException.class::isInstance)
              && route.stream().flatMap(this::partsOf).allMatch(part -> isSound(part, before));
      if (isNews) {
        report(e, route);
      }
    }
  }

  /** The route itself and the failure handling that Camel builds into it. */
  private Stream<Yaml> partsOf(Route route) {
    return Stream.concat(
        Stream.of(route.part()),
        routes.handling(route).stream()
            .flatMap(
                handling ->
                    Stream.of(handling.onExceptions(), handling.errorHandlers())
                        .flatMap(List::stream)));
  }

  private void report(Exception thrown, Optional<Route> route) {
    // Camel's message contains this text only if a step failed, and not the route itself.
    boolean isInStep = String.valueOf(thrown.getMessage()).contains(" at: >>> ");
    Yaml where =
        camel
            .watch()
            .last()
            .filter(node -> isInStep)
            .flatMap(this::step)
            .map(Step::key)
            .or(() -> route.map(each -> each.body().get("id").orElse(each.part())))
            .orElse(routes.documents().get(0).root());
    findings.add(NOT_BUILT, where, "Camel can't build this route: " + deepest(thrown), "");
  }

  /**
   * The step that Camel failed to build. If a value starts on the line of its key, Camel reports
   * the line above, so both lines are tried.
   */
  private Optional<Step> step(NamedNode node) {
    List<Step> steps =
        routes.steps().stream()
            .filter(step -> step.kind().equals(node.getShortName()))
            .filter(step -> step.key().file().path().toString().equals(file(node)))
            .toList();
    return Stream.<java.util.function.Predicate<Step>>of(
            step -> !step.id().isEmpty() && step.id().equals(node.getId()),
            step -> step.key().line() == node.getLineNumber(),
            step -> step.key().line() == node.getLineNumber() + 1)
        .flatMap(matches -> steps.stream().filter(matches).findFirst().stream())
        .findFirst();
  }

  private static String file(NamedNode node) {
    String location =
        node instanceof ProcessorDefinition<?> definition ? definition.getLocation() : null;
    return location == null ? "" : location.substring(location.indexOf(':') + 1);
  }

  private static boolean isSound(Yaml part, List<Finding> findings) {
    return findings.stream()
        .filter(finding -> finding.rule().breaksRoute())
        .filter(finding -> finding.file().equals(part.file().path()))
        .noneMatch(finding -> part.line() <= finding.line() && finding.line() <= part.lastLine());
  }

  private static Stream<Throwable> causes(Throwable thrown) {
    return Stream.iterate(thrown, cause -> cause != null, Throwable::getCause).limit(20);
  }

  private static String deepest(Throwable thrown) {
    Throwable last = causes(thrown).reduce((one, other) -> other).orElse(thrown);
    String message = last.getMessage() == null ? last.toString() : last.getMessage();
    return message.lines().findFirst().orElse("").strip().replaceAll("(?<![.])$", ".");
  }
}
