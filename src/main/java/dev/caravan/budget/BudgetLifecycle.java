package dev.caravan.budget;

import dev.caravan.events.ContextEvents;
import dev.caravan.failure.Pause;
import dev.caravan.generation.Failure;
import dev.caravan.generation.Reason;
import java.time.Clock;
import org.apache.camel.spi.CamelEvent;

/**
 * Counts what is spent from the start of the routes to the end of the last prompt. A budget that is
 * used up pauses the queue until the next day.
 */
public final class BudgetLifecycle extends ContextEvents {

  private final Clock clock = Clock.systemUTC();
  private final Budget budget;
  private final SpendingObjects objects;
  private final Pause pause;
  private SpendingExchange exchange;

  public BudgetLifecycle(Budget budget, SpendingObjects objects, Pause pause) {
    this.budget = budget;
    this.objects = objects;
    this.pause = pause;
  }

  @Override
  public boolean isEnabled(CamelEvent event) {
    return event instanceof CamelEvent.CamelContextRoutesStartingEvent
        || event instanceof CamelEvent.CamelContextRoutesStoppedEvent;
  }

  @Override
  public void notify(CamelEvent event) {
    if (event instanceof CamelEvent.CamelContextRoutesStartingEvent) {
      begin();
    } else if (exchange != null) {
      exchange.close();
    }
  }

  private void begin() {
    if (exchange != null) {
      return;
    }
    budget.whenUsedUp(() -> budget.trouble().ifPresent(this::pause));
    exchange = new SpendingExchange(budget, objects);
    exchange.start();
  }

  private void pause(String detail) {
    pause.begin(new Failure(Reason.QUOTA, detail, clock.instant()), budget::trouble);
  }
}
