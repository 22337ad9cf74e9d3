package dev.caravan.routes.lint.camel;

import java.lang.reflect.Method;
import org.apache.camel.BeanScope;
import org.apache.camel.CamelContext;
import org.apache.camel.Processor;
import org.apache.camel.spi.BeanProcessorFactory;

/** Creates bean steps that call nothing. Another check verifies that bean and method exist. */
final class SilentBeanSteps implements BeanProcessorFactory {

  @Override
  public Processor createBeanProcessor(CamelContext context, Object bean, Method method) {
    return exchange -> {};
  }

  @Override
  public Processor createBeanProcessor(
      CamelContext context,
      Object bean,
      String beanType,
      Class<?> beanClass,
      String ref,
      String method,
      BeanScope scope) {
    return exchange -> {};
  }
}
