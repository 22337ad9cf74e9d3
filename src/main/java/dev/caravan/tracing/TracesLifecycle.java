package dev.caravan.tracing;

import java.util.Optional;
import org.apache.camel.CamelContext;
import org.apache.camel.VetoCamelContextStartException;
import org.apache.camel.support.LifecycleStrategySupport;

/** Exports from before the first prompt until after the last. */
public final class TracesLifecycle extends LifecycleStrategySupport {

  /**
   * @throws VetoCamelContextStartException where a variable is wrong; its message says which
   */
  @Override
  public void onContextStarting(CamelContext context) throws VetoCamelContextStartException {
    try {
      traces(context).ifPresent(Traces::start);
    } catch (IllegalStateException e) {
      // An event's listener could not keep Camel from starting.
      throw new VetoCamelContextStartException(e.getMessage(), context, true);
    }
  }

  @Override
  public void onContextStopped(CamelContext context) {
    traces(context).ifPresent(Traces::close);
  }

  /** Looked up only now: Camel makes the beans of a YAML file twice, and keeps the second. */
  private static Optional<Traces> traces(CamelContext context) {
    return Optional.ofNullable(context.getRegistry().findSingleByType(Traces.class));
  }
}
