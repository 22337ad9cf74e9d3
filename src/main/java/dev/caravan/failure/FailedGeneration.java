package dev.caravan.failure;

import dev.caravan.generation.Generation;
import java.util.Optional;
import org.apache.camel.Exchange;

/** The generation that an exchange was about when it failed. */
public final class FailedGeneration {

  private FailedGeneration() {}

  /**
   * The claimed one in the variable {@code generation}, otherwise the body before there was a
   * claim.
   */
  public static Optional<Generation> in(Exchange exchange) {
    Generation claimed = exchange.getVariable("generation", Generation.class);
    if (claimed != null) {
      return Optional.of(claimed);
    }
    // A step that fails leaves its own request in the body, so the body is no proof.
    return exchange.getMessage().getBody() instanceof Generation accepted
        ? Optional.of(accepted)
        : Optional.empty();
  }
}
