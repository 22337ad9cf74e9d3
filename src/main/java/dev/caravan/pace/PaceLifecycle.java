package dev.caravan.pace;

import dev.caravan.events.ContextEvents;
import org.apache.camel.spi.CamelEvent;

/** When the service stops, prompts that wait for a place go back to the queue without a call. */
public final class PaceLifecycle extends ContextEvents {

  private final Pace pace;

  public PaceLifecycle(Pace pace) {
    this.pace = pace;
  }

  @Override
  public boolean isEnabled(CamelEvent event) {
    return event instanceof CamelEvent.CamelContextStoppingEvent;
  }

  @Override
  public void notify(CamelEvent event) {
    pace.stop();
  }
}
