package dev.caravan.wiring;

import org.apache.camel.CamelContext;
import org.apache.camel.component.properties.PropertiesComponent;
import org.apache.camel.spi.ContextServicePlugin;

/**
 * Adds Caravan to every Camel context that starts: in {@code caravan serve}, in the Camel CLI or in
 * a test. Camel finds it by {@link java.util.ServiceLoader}, before it reads any route.
 */
public final class CaravanPlugin implements ContextServicePlugin {

  /**
   * A global option of a context, or a system property: {@code false} if the context only reads
   * routes, or runs routes that are not Caravan's.
   */
  public static final String ENABLED = "caravan.beans.enabled";

  @Override
  public void load(CamelContext context) {
    if ("false".equals(context.getGlobalOption(ENABLED))
        || "false".equals(System.getProperty(ENABLED))) {
      return;
    }
    try {
      PropertiesComponent properties = (PropertiesComponent) context.getPropertiesComponent();
      properties.addPropertiesSource(new Defaults(properties));
      new Beans(context).bindAll();
    } catch (RuntimeException | LinkageError e) {
      // Camel would only log it, and start routes without their beans.
      context.addLifecycleStrategy(new StartVeto(e));
    }
  }
}
