package dev.caravan.failure;

import dev.caravan.generation.Generation;
import dev.caravan.generation.Reason;
import org.apache.camel.Exchange;

/** How often a prompt has been tried, for failures that end it after some attempts. */
final class Attempts {

  private Attempts() {}

  /**
   * The number of claims. If the message failed before its claim, which may happen in a step that
   * users add, it is the number of receives and of attempts that failed since.
   *
   * @param reason of the failure now. An unexpected failure after one of another kind counts as the
   *     first, because waiting for a throttled model uses up no attempts.
   */
  static int of(Exchange exchange, Reason reason) {
    Generation generation = FailedGeneration.in(exchange).orElse(null);
    if (generation == null || generation.attempts() == 0) {
      return exchange.getMessage().getHeader("ApproximateReceiveCount", 0, Integer.class);
    }
    boolean isFirst =
        reason == Reason.UNEXPECTED
            && generation.failure() != null
            && generation.failure().reason() != reason;
    return isFirst ? 1 : generation.attempts();
  }
}
