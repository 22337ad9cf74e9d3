package dev.caravan.pace;

import static org.assertj.core.api.Assertions.assertThat;

import dev.caravan.failure.FailurePolicy;
import dev.caravan.failure.Retries;
import dev.caravan.model.Catalogue;
import dev.caravan.model.Models;
import java.time.Duration;
import java.util.List;
import org.apache.camel.Exchange;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.support.DefaultExchange;
import org.junit.jupiter.api.Test;

/** A call that was not made because no place was free, and its retries. */
class AtLimitExceptionTest {

  private static final Duration SOON = Duration.ofSeconds(2);

  private final Retries retries =
      new Retries(new FailurePolicy(), new Models(Catalogue.read("routes/models.yaml"), 10), 3);
  private final Exchange exchange = new DefaultExchange(new DefaultCamelContext());

  @Test
  void a_call_that_found_no_place_is_not_tried_again() {
    for (AtLimitException full :
        List.of(AtLimitException.atOnce(SOON), AtLimitException.afterWaiting(SOON))) {
      exchange.setProperty(Exchange.EXCEPTION_CAUGHT, full);

      assertThat(retries.mayRetry(exchange)).isFalse();
    }
  }

  @Test
  void a_call_that_found_no_place_was_not_counted_so_nothing_is_taken_back() {
    exchange.setVariable(Models.CALLS, 4);
    exchange.setProperty(Exchange.EXCEPTION_CAUGHT, AtLimitException.atOnce(SOON));

    retries.process(exchange);

    assertThat(exchange.getVariable(Models.CALLS)).isEqualTo(4);
  }
}
