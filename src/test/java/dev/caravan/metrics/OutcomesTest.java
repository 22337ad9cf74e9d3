package dev.caravan.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import dev.caravan.generation.Failure;
import dev.caravan.generation.Reason;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.time.Duration;
import java.time.Instant;
import java.util.Set;
import org.apache.camel.Exchange;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.support.DefaultExchange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** The meaning of a status and a time. */
class OutcomesTest {

  @ParameterizedTest
  @CsvSource({
    "200, ok",
    "400, refused",
    "409, refused",
    "422, refused",
    "429, failed",
    "500, failed",
    "503, failed"
  })
  void a_status_is_ok_or_the_callers_fault_or_ours(int status, String outcome) {
    assertThat(Outcomes.outcome(status)).isEqualTo(outcome);
  }

  @ParameterizedTest
  @EnumSource
  void a_prompt_that_ended_is_refused_if_its_sender_must_change_it_else_it_failed(Reason reason) {
    boolean refused =
        Set.of(Reason.INVALID_PROMPT, Reason.CONTENT_BLOCKED, Reason.REFUSED).contains(reason);
    PrometheusMeterRegistry counted = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
    Meters meters = new Meters();
    meters.readBy(counted);
    Exchange exchange = new DefaultExchange(new DefaultCamelContext());
    exchange.setVariable("failure", new Failure(reason, "why", Instant.EPOCH));

    new Outcomes(meters).queue(exchange);
    exchange.setException(new IllegalStateException());
    new Outcomes(meters).queue(exchange);

    assertThat(counted.scrape())
        .contains(counter(refused ? "refused" : "failed", reason))
        .contains(counter("given-back", reason));
  }

  private static String counter(String outcome, Reason reason) {
    return "caravan_generations_total{outcome=\"%s\",reason=\"%s\",source=\"queue\"} 1.0"
        .formatted(outcome, reason);
  }

  @Test
  void a_message_from_a_clock_ahead_of_ours_has_not_waited_less_than_nothing() {
    Instant now = Instant.parse("2026-01-01T00:00:00Z");

    assertThat(new SentTime(now.minusMillis(250)).until(now)).isEqualTo(Duration.ofMillis(250));
    assertThat(new SentTime(now.plusMillis(250)).until(now)).isZero();
  }
}
