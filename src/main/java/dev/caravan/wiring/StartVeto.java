package dev.caravan.wiring;

import org.apache.camel.CamelContext;
import org.apache.camel.VetoCamelContextStartException;
import org.apache.camel.support.LifecycleStrategySupport;

/** Keeps a Camel context from starting. */
final class StartVeto extends LifecycleStrategySupport {

  private final Throwable cause;

  StartVeto(Throwable cause) {
    this.cause = cause;
  }

  @Override
  public void onContextInitializing(CamelContext context) throws VetoCamelContextStartException {
    throw new VetoCamelContextStartException(
        "Not started: Caravan's beans can't be bound: " + cause, cause, context, true);
  }
}
