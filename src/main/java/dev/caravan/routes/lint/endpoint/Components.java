package dev.caravan.routes.lint.endpoint;

import dev.caravan.routes.lint.model.EndpointUse;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URL;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.apache.camel.CamelContext;
import org.apache.camel.catalog.EndpointValidationResult;
import org.apache.camel.catalog.impl.DefaultRuntimeCamelCatalog;
import org.apache.camel.tooling.model.ComponentModel;

/** The components on the class path and their options. */
final class Components {

  private static final String LIST = "META-INF/services/org/apache/camel/component.properties";

  private final DefaultRuntimeCamelCatalog catalog = new DefaultRuntimeCamelCatalog();

  Components(CamelContext context) {
    catalog.setCamelContext(context);
  }

  Optional<ComponentModel> find(String scheme) {
    return Optional.ofNullable(catalog.componentModel(scheme));
  }

  /** The schemes of all components. */
  Set<String> names() {
    Set<String> names = new TreeSet<>();
    try {
      ClassLoader loader = Components.class.getClassLoader();
      for (URL url : Collections.list(loader.getResources(LIST))) {
        try (InputStream in = url.openStream()) {
          Properties properties = new Properties();
          properties.load(in);
          names.addAll(Set.of(properties.getProperty("components", "").split("\\s+")));
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException("Can't read " + LIST, e);
    }
    return names;
  }

  /** Validates the endpoint, with its path and options, by Camel's own catalogue. */
  EndpointValidationResult validate(EndpointUse endpoint) {
    return catalog.validateEndpointProperties(
        uri(endpoint), false, endpoint.isConsumer(), !endpoint.isConsumer());
  }

  private String uri(EndpointUse endpoint) {
    if (!endpoint.uri().text().contains(":")) {
      return uriOfParameters(endpoint);
    }
    String path = endpoint.path().replaceAll("\\{\\{.*?}}|\\$\\{.*?}", "x");
    String query =
        endpoint.options().entrySet().stream()
            .map(option -> option.getKey() + "=" + encoded(option.getValue().value()))
            .collect(Collectors.joining("&"));
    return endpoint.scheme() + ":" + path + (query.isEmpty() ? "" : "?" + query);
  }

  /** The URI of an endpoint whose path is written as a parameter. */
  private String uriOfParameters(EndpointUse endpoint) {
    Map<String, String> values = new LinkedHashMap<>();
    endpoint.options().forEach((name, option) -> values.put(name, closed(option.value())));
    try {
      return catalog.asEndpointUri(endpoint.scheme(), values, true);
    } catch (IllegalArgumentException e) {
      return endpoint.scheme() + ":";
    }
  }

  private static String encoded(String value) {
    return URLEncoder.encode(closed(value), StandardCharsets.UTF_8);
  }

  /** Replaces a value that is not known yet by one that every option accepts. */
  private static String closed(String value) {
    return value.contains("{{") || value.contains("${") ? "{{x}}" : value;
  }
}
