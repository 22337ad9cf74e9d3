package dev.caravan.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.caravan.generation.Claim;
import dev.caravan.generation.Failure;
import dev.caravan.generation.Generation;
import dev.caravan.generation.GenerationId;
import dev.caravan.generation.Prompt;
import dev.caravan.generation.Reason;
import dev.caravan.generation.Source;
import dev.caravan.memory.ByteBudget;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import org.apache.camel.Exchange;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.support.DefaultExchange;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A new attempt of a prompt calls the model only if its last call was long enough ago. */
class CallTooSoonTest {

  private static final Instant NOW = Instant.parse("2026-11-01T12:00:00Z");
  private static final Failure LAST =
      new Failure(Reason.MODEL_UNAVAILABLE, "The model failed.", NOW);

  private final Models models =
      new Models(
          Catalogue.read("routes/models.yaml"),
          10,
          ByteBudget.unlimited(),
          Clock.fixed(NOW, ZoneOffset.UTC));
  private final Exchange exchange = new DefaultExchange(new DefaultCamelContext());

  @ParameterizedTest
  @ValueSource(ints = {4, 5, 6, 7, 8, 9})
  void a_call_is_made_as_soon_as_the_gap_has_passed_and_not_before(int calls) {
    Duration gap = CallSpacing.after(calls);
    exchange.setVariable(Models.CALLS, calls);

    CallTooSoonException tooSoon =
        catchThrowableOfType(
            CallTooSoonException.class,
            () -> models.request(calledAt(NOW.minus(gap).plusSeconds(2)), exchange));

    assertThat(tooSoon).hasMessage(LAST.detail());
    assertThat(tooSoon.retryAfter())
        .isBetween(Duration.ofSeconds(2), Duration.ofSeconds(3))
        .isEqualTo(exchange.getVariable(Models.HIDE_FOR))
        .isEqualTo(exchange.getVariable(Models.RETRY_AFTER));
    assertThat(exchange.getVariable(Models.REQUEST)).isNull();
    assertThat(exchange.getVariable(Models.CALLS)).as("no call was made").isEqualTo(calls);

    models.request(calledAt(NOW.minus(gap)), exchange);
    assertThat(exchange.getVariable(Models.REQUEST)).isNotNull();
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 2, 3})
  void the_first_calls_need_no_gap(int calls) {
    exchange.setVariable(Models.CALLS, calls);

    assertThatCode(() -> models.request(calledAt(NOW), exchange)).doesNotThrowAnyException();
  }

  /** A new claim on a prompt whose last call was made then. */
  private Generation calledAt(Instant last) {
    Generation accepted =
        models.accept(
            Generation.accepted(
                GenerationId.random(), Source.QUEUE, Prompt.of("a boat"), null, NOW));
    return accepted
        .withTimes(accepted.times().withInvoked(last))
        .released(LAST)
        .claimed(Claim.lasting("owner", NOW, Duration.ofMinutes(1)), NOW);
  }
}
