package dev.caravan.routes.lint.camel;

import org.apache.camel.Component;
import org.apache.camel.Consumer;
import org.apache.camel.Processor;
import org.apache.camel.Producer;
import org.apache.camel.support.DefaultEndpoint;

/** An endpoint that does nothing, used only to build routes. */
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
    throw new UnsupportedOperationException("lint only builds routes and sends nothing");
  }

  @Override
  public Consumer createConsumer(Processor processor) {
    throw new UnsupportedOperationException("lint only builds routes and reads nothing");
  }
}
