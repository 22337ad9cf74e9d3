package dev.caravan.wiring;

import dev.caravan.settings.Settings;
import java.util.List;
import org.apache.camel.CamelContext;
import org.apache.camel.VetoCamelContextStartException;
import org.apache.camel.support.LifecycleStrategySupport;

/**
 * Checks the settings before any port opens, no matter which program starts the routes. Without it,
 * the Camel CLI would serve an open API that {@code caravan serve} refuses.
 */
public final class StartCheck extends LifecycleStrategySupport {

  @Override
  public void onContextInitializing(CamelContext context) throws VetoCamelContextStartException {
    List<String> errors =
        Settings.check(
            key ->
                context
                    .getPropertiesComponent()
                    .resolveProperty(key)
                    .map(String::strip)
                    .orElse(null));
    if (!errors.isEmpty()) {
      throw new VetoCamelContextStartException(
          "Not started: " + String.join("; ", errors), context, true);
    }
  }
}
