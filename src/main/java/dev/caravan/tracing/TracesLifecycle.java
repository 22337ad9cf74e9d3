package dev.caravan.tracing;

import org.apache.camel.CamelContext;
import org.apache.camel.VetoCamelContextStartException;
import org.apache.camel.support.LifecycleStrategySupport;

/** Exports traces from before the first prompt until after the last. */
public final class TracesLifecycle extends LifecycleStrategySupport {

  private final Traces traces;

  public TracesLifecycle(Traces traces) {
    this.traces = traces;
  }

  /**
   * @throws VetoCamelContextStartException if a variable is wrong; its message names the variable
   */
  @Override
  public void onContextStarting(CamelContext context) throws VetoCamelContextStartException {
    try {
      traces.start();
    } catch (IllegalStateException e) {
      // An event notifier could not keep Camel from starting.
      throw new VetoCamelContextStartException(e.getMessage(), context, true);
    }
  }

  @Override
  public void onContextStopped(CamelContext context) {
    traces.close();
  }
}
