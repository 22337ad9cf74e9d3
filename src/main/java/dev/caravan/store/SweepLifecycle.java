package dev.caravan.store;

import dev.caravan.events.ContextEvents;
import java.util.function.Supplier;
import org.apache.camel.spi.CamelEvent;

/** Starts the sweep when the routes serve, and ends it when they stop. */
public final class SweepLifecycle extends ContextEvents {

  private final Supplier<Sweep> sweep;
  private Sweep started;

  /**
   * @param sweep made when the routes have started
   */
  public SweepLifecycle(Supplier<Sweep> sweep) {
    this.sweep = sweep;
  }

  @Override
  public boolean isEnabled(CamelEvent event) {
    return event instanceof CamelEvent.CamelContextStartedEvent
        || event instanceof CamelEvent.CamelContextStoppingEvent;
  }

  @Override
  public synchronized void notify(CamelEvent event) {
    if (event instanceof CamelEvent.CamelContextStartedEvent) {
      started = sweep.get();
      started.start();
    } else if (started != null) {
      started.close();
    }
  }
}
