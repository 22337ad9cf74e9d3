package dev.caravan.web;

import dev.caravan.settings.MisconfiguredException;
import org.apache.camel.CamelContext;
import org.apache.camel.CamelContextAware;
import org.apache.camel.Service;
import org.apache.camel.component.platform.http.main.DefaultMainHttpServerFactory;
import org.apache.camel.main.HttpManagementServerConfigurationProperties;
import org.apache.camel.main.HttpServerConfigurationProperties;
import org.apache.camel.main.MainHttpServerFactory;

/**
 * Makes Camel's servers, if their addresses can be bound. Camel finds it by its type, before it
 * makes anything else. So an address that is wrong or in use is one line, and not one of many.
 */
public final class CheckedServers implements MainHttpServerFactory, CamelContextAware {

  private final DefaultMainHttpServerFactory camels = new DefaultMainHttpServerFactory();
  private final PortRules rules;

  public CheckedServers(PortRules rules) {
    this.rules = rules;
  }

  /**
   * @throws MisconfiguredException if the address is another one than that of the settings, or
   *     can't be bound
   */
  @Override
  public Service newHttpServer(
      CamelContext context, HttpServerConfigurationProperties configuration) {
    rules.require(PortRules.Port.API, configuration.getHost(), configuration.getPort());
    return camels.newHttpServer(context, configuration);
  }

  /**
   * @throws MisconfiguredException if the address is another one than that of the settings, or
   *     can't be bound
   */
  @Override
  public Service newHttpManagementServer(
      CamelContext context, HttpManagementServerConfigurationProperties configuration) {
    rules.require(PortRules.Port.MANAGEMENT, configuration.getHost(), configuration.getPort());
    return camels.newHttpManagementServer(context, configuration);
  }

  @Override
  public void setCamelContext(CamelContext context) {
    camels.setCamelContext(context);
  }

  @Override
  public CamelContext getCamelContext() {
    return camels.getCamelContext();
  }
}
