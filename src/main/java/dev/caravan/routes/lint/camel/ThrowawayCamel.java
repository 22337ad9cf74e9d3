package dev.caravan.routes.lint.camel;

import dev.caravan.routes.lint.bean.BeanTypes;
import dev.caravan.routes.lint.model.Routes;
import java.util.Map;
import org.apache.camel.ExtendedCamelContext;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.language.constant.ConstantLanguage;
import org.apache.camel.spi.BeanProcessorFactory;
import org.apache.camel.spi.ComponentResolver;
import org.apache.camel.spi.ProcessorFactory;
import org.apache.camel.support.DefaultRegistry;

/**
 * A Camel context that lint uses to compile expressions and build routes. It is never started,
 * opens no port, calls no service and creates no bean.
 */
public final class ThrowawayCamel implements AutoCloseable {

  private final DefaultCamelContext context = new DefaultCamelContext(false);
  private final NodeWatch watch = new NodeWatch();

  /**
   * @param settings the values of placeholders
   */
  public ThrowawayCamel(Routes routes, BeanTypes types, Map<String, String> settings) {
    context.disableJMX();
    context.setAutoStartup(false);
    ExtendedCamelContext extension = context.getCamelContextExtension();
    extension.setRegistry(new DefaultRegistry(new StandInBeans(routes, types)));
    extension.addContextPlugin(ComponentResolver.class, (name, camel) -> new SilentComponent());
    extension.addContextPlugin(BeanProcessorFactory.class, new SilentBeanSteps());
    extension.addContextPlugin(ProcessorFactory.class, watch);
    // Replaces the bean language, which would look up the bean when an expression is created.
    context.getRegistry().bind("bean", new ConstantLanguage());
    settings.forEach(context.getPropertiesComponent()::addOverrideProperty);
    // Caravan's plugin would bind the real beans.
    context.getGlobalOptions().put("caravan.beans.enabled", "false");
    context.build();
    context.init();
  }

  public DefaultCamelContext context() {
    return context;
  }

  NodeWatch watch() {
    return watch;
  }

  @Override
  public void close() {
    context.stop();
  }
}
