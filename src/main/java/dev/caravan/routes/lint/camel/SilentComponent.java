package dev.caravan.routes.lint.camel;

import java.util.Map;
import org.apache.camel.CamelContext;
import org.apache.camel.Component;
import org.apache.camel.Endpoint;

/** Replaces every component. Its endpoints accept any option and connect to nothing. */
final class SilentComponent implements Component {

  private CamelContext context;

  @Override
  public Endpoint createEndpoint(String uri) {
    return new SilentEndpoint(uri, this);
  }

  @Override
  public Endpoint createEndpoint(String uri, Map<String, Object> parameters) {
    return createEndpoint(uri);
  }

  @Override
  public boolean useRawUri() {
    return false;
  }

  @Override
  public boolean isAutowiredEnabled() {
    return false;
  }

  @Override
  public CamelContext getCamelContext() {
    return context;
  }

  @Override
  public void setCamelContext(CamelContext context) {
    this.context = context;
  }

  @Override
  public void start() {}

  @Override
  public void stop() {}
}
