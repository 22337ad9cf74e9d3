package dev.caravan.wiring;

import dev.caravan.settings.Settings;
import java.util.Map;
import java.util.Properties;
import org.apache.camel.Ordered;
import org.apache.camel.component.properties.PropertiesComponent;
import org.apache.camel.spi.PropertiesSource;

/**
 * The default of every setting, for placeholders that name one. Everything else that sets a value
 * comes first, initial properties included, which Camel itself looks up only after all sources.
 */
final class Defaults implements PropertiesSource, Ordered {

  private final PropertiesComponent properties;
  private final Map<String, String> defaults = Settings.defaults();

  Defaults(PropertiesComponent properties) {
    this.properties = properties;
  }

  @Override
  public String getName() {
    return "caravan-defaults";
  }

  @Override
  public String getProperty(String name) {
    String fallback = defaults.get(name);
    Properties initial = properties.getInitialProperties();
    return fallback == null || initial == null || initial.get(name) == null
        ? fallback
        : initial.get(name).toString();
  }

  @Override
  public int getOrder() {
    return LOWEST;
  }
}
