package dev.caravan.wiring;

import dev.caravan.settings.Settings;
import java.util.Map;
import java.util.Properties;
import org.apache.camel.Ordered;
import org.apache.camel.component.properties.PropertiesComponent;
import org.apache.camel.spi.PropertiesSource;

/**
 * The default of every setting, for placeholders that name one. Everything else that sets a value
 * comes first: also initial properties and variables, which Camel looks up after its sources.
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
    if (!defaults.containsKey(name)) {
      return null;
    }
    Properties initial = properties.getInitialProperties();
    if (initial != null && initial.get(name) != null) {
      return initial.get(name).toString();
    }
    // caravan serve has Camel look at variables only if no source knows the key.
    String variable = Settings.FROM_ENVIRONMENT.apply(name);
    return variable == null ? defaults.get(name) : variable;
  }

  @Override
  public int getOrder() {
    return LOWEST;
  }
}
