package dev.caravan.cli;

import org.apache.camel.component.properties.PropertiesComponent;
import org.apache.camel.main.BaseMainSupport;
import org.apache.camel.main.MainListenerSupport;

/**
 * Gives the settings of a command priority over variables. By default, Camel does the opposite, and
 * {@code caravan local} would use the queue of {@code SQS_QUEUE_URL} in the user's shell.
 */
final class SettingsFirst extends MainListenerSupport {

  @Override
  public void beforeInitialize(BaseMainSupport main) {
    PropertiesComponent properties =
        (PropertiesComponent) main.getCamelContext().getPropertiesComponent();
    properties.setEnvironmentVariableMode(PropertiesComponent.ENVIRONMENT_VARIABLES_MODE_FALLBACK);
    properties.setSystemPropertiesMode(PropertiesComponent.SYSTEM_PROPERTIES_MODE_FALLBACK);
  }
}
