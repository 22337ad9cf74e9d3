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
 * A Camel to compile and build with, and then to throw away. It is never started, opens no port,
 * calls no service and makes no bean.
 */
public final class ThrowawayCamel implements AutoCloseable {

  private final DefaultCamelContext context = new DefaultCamelContext(false);
  private final NodeWatch watch = new NodeWatch();

  /**
   * @param settings what placeholders stand for
   */
  public ThrowawayCamel(Routes routes, BeanTypes types, Map<String, String> settings) {
    context.disableJMX();
    context.setAutoStartup(false);
    ExtendedCamelContext extension = context.getCamelContextExtension();
    extension.setRegistry(new DefaultRegistry(new StandInBeans(routes, types)));
    extension.addContextPlugin(ComponentResolver.class, (name, camel) -> new SilentComponent());
    extension.addContextPlugin(BeanProcessorFactory.class, new SilentBeanSteps());
    extension.addContextPlugin(ProcessorFactory.class, watch);
    // Calls nothing either: the real one looks at the bean when the expression is made.
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
