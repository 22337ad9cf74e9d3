package dev.caravan.failure;

import static org.assertj.core.api.Assertions.assertThat;

import dev.caravan.generation.Claim;
import dev.caravan.generation.Failure;
import dev.caravan.generation.Generation;
import dev.caravan.generation.GenerationId;
import dev.caravan.generation.Prompt;
import dev.caravan.generation.Reason;
import dev.caravan.generation.Source;
import java.time.Instant;
import org.apache.camel.Exchange;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.support.DefaultExchange;
import org.junit.jupiter.api.Test;

/** When an unexpected failure ends a prompt from the queue. */
class AttemptsTest {

  private final FailurePolicy policy = new FailurePolicy();
  private final Exchange exchange = new DefaultExchange(new DefaultCamelContext());

  @Test
  void an_unexpected_failure_ends_the_prompt_at_its_third_attempt() {
    exchange.setProperty(Exchange.EXCEPTION_CAUGHT, new IllegalStateException("a bug"));

    assertThat(isFinalAfter(2, Reason.UNEXPECTED)).isFalse();
    assertThat(isFinalAfter(3, Reason.UNEXPECTED)).isTrue();
  }

  @Test
  void attempts_that_waited_for_the_model_do_not_count() {
    exchange.setProperty(Exchange.EXCEPTION_CAUGHT, new IllegalStateException("a bug"));

    assertThat(isFinalAfter(40, Reason.THROTTLED)).isFalse();
  }

  @Test
  void a_message_that_fails_before_its_claim_counts_its_receives() {
    exchange.setProperty(Exchange.EXCEPTION_CAUGHT, new IllegalStateException("a bug"));

    exchange.getMessage().setHeader("ApproximateReceiveCount", "2");
    assertThat(policy.isFinal(exchange)).isFalse();

    exchange.getMessage().setHeader("ApproximateReceiveCount", "3");
    assertThat(policy.isFinal(exchange)).isTrue();
  }

  private boolean isFinalAfter(int claims, Reason last) {
    Generation generation =
        Generation.accepted(
            new GenerationId("g-1"), Source.QUEUE, Prompt.of("a heron"), "msg-1", Instant.EPOCH);
    for (int claim = 1; claim <= claims; claim++) {
      generation =
          generation
              .released(claim == 1 ? null : new Failure(last, "why", Instant.EPOCH))
              .claimed(new Claim("me", Instant.EPOCH), Instant.EPOCH);
    }
    exchange.setVariable("generation", generation);
    return policy.isFinal(exchange);
  }
}
