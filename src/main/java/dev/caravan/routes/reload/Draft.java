package dev.caravan.routes.reload;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.model.RouteDefinition;
import org.apache.camel.spi.PropertiesSource;
import org.apache.camel.spi.Resource;
import org.apache.camel.support.PluginHelper;
import org.apache.camel.support.ResourceHelper;

/**
 * The routes that Camel makes of a set of files: REST calls joined with their routes, templates
 * filled in, route configurations applied. A separate Camel context, which never starts, reads
 * them.
 */
final class Draft {

  private final Map<String, DraftRoute> routes = new LinkedHashMap<>();

  private Draft() {}

  /**
   * @param settings the values of placeholders; null for an unknown one
   * @throws RejectedException if Camel can't read the files, or if a route has no id or shares its
   *     entrance with another
   */
  static Draft of(Parsed files, Function<String, String> settings) throws RejectedException {
    try (DefaultCamelContext camel = new DefaultCamelContext(false)) {
      camel.disableJMX();
      camel.setAutoStartup(false);
      camel.getPropertiesComponent().addPropertiesSource(new Settings(settings));
      // Caravan's plugin would bind the real beans.
      camel.getGlobalOptions().put("caravan.beans.enabled", "false");
      camel.build();
      camel.init();
      PluginHelper.getRoutesLoader(camel).loadRoutes(resources(files));
      Draft draft = new Draft();
      for (RouteDefinition definition : camel.getRouteDefinitions()) {
        draft.add(definition, new RouteContent(files, definition));
      }
      return draft;
    } catch (RejectedException e) {
      throw e;
    } catch (Exception e) {
      throw new RejectedException(
          List.of(Fault.of("", "Camel can't read the routes: " + deepest(e), "")));
    }
  }

  private static Resource[] resources(Parsed files) {
    List<Resource> resources = new ArrayList<>();
    files
        .withoutBeans()
        .forEach((name, text) -> resources.add(ResourceHelper.fromString(name, text)));
    return resources.toArray(Resource[]::new);
  }

  private void add(RouteDefinition definition, RouteContent content) throws RejectedException {
    String id = definition.getRouteId();
    String from = definition.getInput().getEndpointUri();
    if (!definition.hasCustomIdAssigned()) {
      throw rejected(
          content.file(),
          "The route from " + from + " has no id. Reload identifies routes by their ids.",
          "Give it an id.");
    }
    for (DraftRoute other : routes.values()) {
      if (other.definition().getInput().getEndpointUri().equals(from)) {
        throw rejected(
            content.file(),
            "The routes %s and %s have the same entrance, %s.".formatted(other.id(), id, from),
            "Give each route its own entrance.");
      }
    }
    routes.put(id, new DraftRoute(id, content.file(), content.hash(), definition));
  }

  private static RejectedException rejected(String file, String message, String hint) {
    return new RejectedException(List.of(Fault.of(file, message, hint)));
  }

  Map<String, DraftRoute> routes() {
    return routes;
  }

  private static String deepest(Throwable thrown) {
    Throwable last = thrown;
    while (last.getCause() != null && last.getCause() != last) {
      last = last.getCause();
    }
    return String.valueOf(last.getMessage()).lines().findFirst().orElse("").strip();
  }

  /** The settings of the running Camel context. */
  private record Settings(Function<String, String> values) implements PropertiesSource {

    @Override
    public String getName() {
      return "running";
    }

    @Override
    public String getProperty(String name) {
      return values.apply(name);
    }
  }
}
