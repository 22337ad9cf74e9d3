package dev.caravan.pace;

import org.apache.camel.spi.CamelEvent;
import org.apache.camel.support.EventNotifierSupport;

/** At a stop, prompts that wait for a place are given back instead of beginning a call. */
public final class PaceLifecycle extends EventNotifierSupport {

  @Override
  public boolean isEnabled(CamelEvent event) {
    return event instanceof CamelEvent.CamelContextStoppingEvent;
  }

  @Override
  public void notify(CamelEvent event) {
    // Looked up when it is needed: Camel makes the beans of a YAML file twice, and keeps the
    // second.
    Pace pace =
        ((CamelEvent.CamelContextEvent) event)
            .getContext()
            .getRegistry()
            .findSingleByType(Pace.class);
    if (pace != null) {
      pace.stop();
    }
  }
}
