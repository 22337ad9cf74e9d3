package dev.caravan.cli;

import org.apache.camel.component.properties.PropertiesComponent;
import org.apache.camel.main.BaseMainSupport;
import org.apache.camel.main.MainListenerSupport;

/**
 * Lets what a command sets win over variables. Camel's default is the other way round, and {@code
 * caravan local} would then talk to whatever queue {@code SQS_QUEUE_URL} names in the user's shell.
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
