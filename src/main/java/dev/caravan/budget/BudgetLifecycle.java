package dev.caravan.budget;

import dev.caravan.generation.Failure;
import dev.caravan.generation.Reason;
import dev.caravan.pace.Pause;
import java.time.Clock;
import org.apache.camel.CamelContext;
import org.apache.camel.spi.CamelEvent;
import org.apache.camel.support.EventNotifierSupport;

/**
 * Runs the budget from the start of the routes to the end of the last prompt. A budget that is used
 * up pauses the queue until the next day.
 */
public final class BudgetLifecycle extends EventNotifierSupport {

  private final Clock clock = Clock.systemUTC();
  private SpendingExchange exchange;

  @Override
  public boolean isEnabled(CamelEvent event) {
    return event instanceof CamelEvent.CamelContextRoutesStartingEvent
        || event instanceof CamelEvent.CamelContextRoutesStoppedEvent;
  }

  @Override
  public void notify(CamelEvent event) {
    if (event instanceof CamelEvent.CamelContextRoutesStartingEvent starting) {
      start(starting.getContext());
    } else if (exchange != null) {
      exchange.close();
    }
  }

  private void start(CamelContext context) {
    // Looked up only now: Camel makes the beans of a YAML file twice, and keeps the second.
    Budget budget = context.getRegistry().findSingleByType(Budget.class);
    if (budget == null || !budget.isSet() || exchange != null) {
      return;
    }
    Pause pause = context.getRegistry().findSingleByType(Pause.class);
    budget.whenUsedUp(() -> budget.trouble().ifPresent(detail -> pause(pause, detail, budget)));
    exchange =
        new SpendingExchange(budget, context.getRegistry().findSingleByType(SpendingObjects.class));
    exchange.start();
  }

  private void pause(Pause pause, String detail, Budget budget) {
    pause.begin(new Failure(Reason.QUOTA, detail, clock.instant()), budget::trouble);
  }
}
