package dev.caravan.routes.lint.camel;

import org.apache.camel.Component;
import org.apache.camel.Consumer;
import org.apache.camel.Processor;
import org.apache.camel.Producer;
import org.apache.camel.support.DefaultEndpoint;

/** An endpoint that routes can be built with, and that never does anything. */
final class SilentEndpoint extends DefaultEndpoint {

  SilentEndpoint(String uri, Component component) {
    super(uri, component);
  }

  @Override
  public boolean isSingleton() {
    return true;
  }

  @Override
  public Producer createProducer() {
    throw new UnsupportedOperationException("a route that is only built sends nothing");
  }

  @Override
  public Consumer createConsumer(Processor processor) {
    throw new UnsupportedOperationException("a route that is only built reads nothing");
  }
}
