package dev.caravan.queue;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.caravan.generation.Claim;
import dev.caravan.generation.Failure;
import dev.caravan.generation.Generation;
import dev.caravan.generation.GenerationId;
import dev.caravan.generation.Prompt;
import dev.caravan.generation.Reason;
import dev.caravan.generation.Source;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Map;
import java.util.Optional;
import org.apache.camel.Exchange;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.support.DefaultExchange;
import org.junit.jupiter.api.Test;

class LongestWaitTest {

  private static final Instant SENT = Instant.parse("2026-11-20T10:00:00Z");

  private final Generation accepted =
      Generation.accepted(
          new GenerationId("g-1"), Source.QUEUE, Prompt.of("a heron"), "msg-1", SENT);
  private final Exchange exchange = new DefaultExchange(new DefaultCamelContext());
  private Generation record;

  @Test
  void a_prompt_within_the_longest_wait_goes_on() {
    exchange.getMessage().setHeader("SentTimestamp", String.valueOf(SENT.toEpochMilli()));

    assertThatCode(() -> check(Duration.ofHours(72))).doesNotThrowAnyException();
  }

  @Test
  void an_older_prompt_expires_with_its_last_failure() {
    exchange.getMessage().setHeader("SentTimestamp", String.valueOf(SENT.toEpochMilli()));
    record = accepted.released(new Failure(Reason.THROTTLED, "The model throttles.", SENT));

    assertThatThrownBy(() -> check(Duration.ofHours(73).plusMinutes(5)))
        .isInstanceOf(ExpiredException.class)
        .hasMessage(
            "The prompt waited on the queue for 73 h 5 min. Its last failure: THROTTLED: The model"
                + " throttles.");
  }

  @Test
  void a_prompt_that_was_sent_again_counts_from_its_first_send() {
    Instant again = SENT.plus(Duration.ofHours(72));
    exchange.getMessage().setHeader("SentTimestamp", String.valueOf(again.toEpochMilli()));
    exchange
        .getMessage()
        .setHeader(
            "CamelAwsSqsMessageAttributes",
            Map.of(FirstSent.ATTRIBUTE, FirstSent.attribute(SENT.toEpochMilli())));

    assertThatThrownBy(() -> check(Duration.ofHours(73)))
        .hasMessageEndingWith("It was never tried.");
  }

  @Test
  void a_prompt_that_is_done_cancelled_or_in_work_elsewhere_does_not_expire() {
    exchange.getMessage().setHeader("SentTimestamp", String.valueOf(SENT.toEpochMilli()));
    record = accepted.claimed(new Claim("another", SENT), SENT);

    assertThatCode(() -> check(Duration.ofHours(100))).doesNotThrowAnyException();
    record = accepted.cancelled(SENT);
    assertThatCode(() -> check(Duration.ofHours(100))).doesNotThrowAnyException();
  }

  @Test
  void an_attribute_that_is_no_time_is_ignored() {
    assertThat(
            FirstSent.of(
                "1000",
                Map.of(
                    FirstSent.ATTRIBUTE,
                    FirstSent.attribute(1).toBuilder().stringValue("-5").build())))
        .isEqualTo(1000);
    assertThat(FirstSent.of(null, Map.of())).isEqualTo(Long.MAX_VALUE);
  }

  private void check(Duration waited) {
    new LongestWait(
            Duration.ofHours(72),
            id -> Optional.ofNullable(record),
            Clock.fixed(SENT.plus(waited), ZoneOffset.UTC))
        .check(accepted, exchange);
  }
}
