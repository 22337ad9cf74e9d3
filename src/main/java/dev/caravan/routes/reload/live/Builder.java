package dev.caravan.routes.reload.live;

import java.util.List;
import java.util.Map;
import org.apache.camel.CamelContext;
import org.apache.camel.ExtendedCamelContext;
import org.apache.camel.Route;
import org.apache.camel.model.Model;
import org.apache.camel.model.RouteDefinition;
import org.apache.camel.model.RouteDefinitionHelper;
import org.apache.camel.model.RouteTemplateDefinition;
import org.apache.camel.util.OrderedLocationProperties;

/** Builds a route's steps with the real components and beans, as Camel does at its start. */
final class Builder {

  private final CamelContext context;

  Builder(CamelContext context) {
    this.context = context;
  }

  /**
   * Builds a route and starts its steps.
   *
   * @throws NotSwappedException if that fails; nothing of the route is left running then
   */
  StepsVersion build(RouteDefinition definition) throws NotSwappedException {
    ExtendedCamelContext extension = context.getCamelContextExtension();
    Map<String, Object> parameters = definition.getTemplateParameters();
    try {
      if (parameters != null) {
        OrderedLocationProperties local = new OrderedLocationProperties();
        local.putAll(RouteTemplateDefinition.class.getSimpleName(), parameters);
        context.getPropertiesComponent().setLocalProperties(local);
      }
      RouteDefinitionHelper.forceAssignIds(context, List.of(definition));
      RouteDefinitionHelper.forceAssignIds(context, definition);
      extension.createRoute(definition.getRouteId());
      Route route =
          extension
              .getContextPlugin(Model.class)
              .getModelReifierFactory()
              .createRoute(context, definition);
      return started(new StepsVersion(route, route.getProcessor()));
    } catch (Exception e) {
      throw new NotSwappedException(definition.getRouteId(), e);
    } finally {
      extension.createRoute(null);
      context.getPropertiesComponent().setLocalProperties(null);
    }
  }

  private static StepsVersion started(StepsVersion version) {
    try {
      version.start();
      return version;
    } catch (RuntimeException e) {
      version.stop(java.util.Set.of());
      throw e;
    }
  }
}
