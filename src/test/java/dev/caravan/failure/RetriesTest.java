package dev.caravan.failure;

import static org.assertj.core.api.Assertions.assertThat;

import dev.caravan.generation.Failure;
import dev.caravan.generation.Generation;
import dev.caravan.generation.GenerationId;
import dev.caravan.generation.Prompt;
import dev.caravan.generation.Reason;
import dev.caravan.generation.Source;
import dev.caravan.model.CallSpacing;
import dev.caravan.model.CallsUsedUpException;
import dev.caravan.model.Catalogue;
import dev.caravan.model.ContentBlockedException;
import dev.caravan.model.ModelAnswerException;
import dev.caravan.model.ModelTimeoutException;
import dev.caravan.model.Models;
import java.time.Duration;
import java.time.Instant;
import org.apache.camel.Exchange;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.support.DefaultExchange;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.bedrockruntime.model.AccessDeniedException;
import software.amazon.awssdk.services.bedrockruntime.model.BedrockRuntimeException;
import software.amazon.awssdk.services.bedrockruntime.model.ThrottlingException;

class RetriesTest {

  private final Models models = new Models(Catalogue.read("routes/models.yaml"), 10);
  private final Retries retries = new Retries(new FailurePolicy(), models, 3);
  private final Exchange exchange = new DefaultExchange(new DefaultCamelContext());

  @Test
  void what_may_pass_is_tried_three_times_in_all() {
    assertThat(mayRetry(new ModelAnswerException("no image"), 1)).isTrue();
    assertThat(mayRetry(new ModelAnswerException("no image"), 2)).isTrue();
    assertThat(mayRetry(new ModelAnswerException("no image"), 3)).isFalse();
  }

  @Test
  void a_call_that_timed_out_is_tried_once_more_because_it_may_have_been_billed() {
    assertThat(mayRetry(new ModelTimeoutException("m", null), 1)).isTrue();
    assertThat(mayRetry(new ModelTimeoutException("m", null), 2)).isFalse();
  }

  @Test
  void what_would_fail_again_is_not_tried_again() {
    assertThat(mayRetry(new ContentBlockedException("no"), 1)).isFalse();
    Failure last = new Failure(Reason.THROTTLED, "slow down", Instant.EPOCH);
    assertThat(mayRetry(new CallsUsedUpException(10, last), 1)).isFalse();
    assertThat(mayRetry(new CallsUsedUpException(10, null), 1)).isFalse();
    Failure timeout = new Failure(Reason.MODEL_TIMEOUT, "no answer", Instant.EPOCH);
    assertThat(mayRetry(new CallsUsedUpException(10, timeout), 1)).isFalse();
  }

  @Test
  void a_throttle_is_tried_again() {
    assertThat(mayRetry(ThrottlingException.builder().statusCode(429).build(), 1)).isTrue();
  }

  @Test
  void a_model_that_cant_be_used_is_replaced_once_where_the_catalogue_names_another() {
    remember("amazon.nova-canvas-v1:0");
    AccessDeniedException denied = AccessDeniedException.builder().statusCode(403).build();

    fail(denied, 1);

    assertThat(exchange.getVariable(Models.FALLBACK)).isEqualTo("stability.stable-image-core-v1:1");
    assertThat(mayRetry(denied, 1)).isTrue();
    assertThat(mayRetry(denied, 2)).isFalse();
  }

  @Test
  void a_model_without_a_fallback_is_not_tried_again() {
    remember("stability.sd3-5-large-v1:0");
    AccessDeniedException denied = AccessDeniedException.builder().statusCode(403).build();

    fail(denied, 1);

    assertThat(mayRetry(denied, 1)).isFalse();
  }

  @Test
  void a_call_that_was_refused_outright_does_not_count() {
    exchange.setVariable(Models.CALLS, 4);

    fail(ThrottlingException.builder().statusCode(429).build(), 1);

    assertThat(exchange.getVariable(Models.CALLS)).isEqualTo(3);
  }

  @Test
  void after_the_fourth_call_that_may_be_billed_the_next_one_waits_for_a_later_attempt() {
    for (int calls = 1; calls <= 10; calls++) {
      exchange.removeVariable(Models.HIDE_FOR);
      exchange.setVariable(Models.CALLS, calls);
      exchange.setVariable(Models.REQUEST, "sent");
      fail(BedrockRuntimeException.builder().statusCode(500).build(), 1);

      Duration least = CallSpacing.after(calls);
      Duration wait = exchange.getVariable(Models.HIDE_FOR, Duration.class);
      assertThat(mayRetry(BedrockRuntimeException.builder().statusCode(500).build(), 1))
          .as("after %d calls", calls)
          .isEqualTo(calls < CallSpacing.CLOSE);
      if (calls < CallSpacing.CLOSE) {
        assertThat(wait).isNull();
      } else {
        assertThat(wait).isBetween(least, least.multipliedBy(3).dividedBy(2));
        assertThat(exchange.getVariable(Models.RETRY_AFTER)).isEqualTo(wait);
      }
    }
  }

  @Test
  void a_call_that_was_not_billed_or_not_made_never_waits_longer() {
    exchange.setVariable(Models.CALLS, 9);
    exchange.setVariable(Models.REQUEST, "sent");
    fail(BedrockRuntimeException.builder().statusCode(503).build(), 1);
    assertThat(exchange.getVariable(Models.HIDE_FOR)).isNull();

    exchange.removeVariable(Models.REQUEST);
    fail(new ModelAnswerException("no image"), 1);
    assertThat(exchange.getVariable(Models.HIDE_FOR)).isNull();
  }

  @Test
  void a_spent_budget_is_not_handed_out_again() {
    exchange.setVariable(Models.CALLS, 10);
    Failure last = new Failure(Reason.THROTTLED, "slow down", Instant.EPOCH);

    fail(new CallsUsedUpException(10, last), 1);

    assertThat(exchange.getVariable(Models.CALLS)).isEqualTo(10);
  }

  @Test
  void the_wait_grows_and_is_bounded() {
    for (int retry = 1; retry < 60; retry++) {
      fail(new ModelAnswerException("no image"), retry);
      assertThat(exchange.getMessage().getHeader(Exchange.REDELIVERY_DELAY, Long.class))
          .isBetween(0L, Math.min(8_000L, 400L << Math.min(10, retry - 1)));
    }
  }

  private boolean mayRetry(Exception thrown, int retry) {
    exchange.setProperty(Exchange.EXCEPTION_CAUGHT, thrown);
    exchange.getMessage().setHeader(Exchange.REDELIVERY_COUNTER, retry);
    return retries.mayRetry(exchange);
  }

  private void fail(Exception thrown, int retry) {
    exchange.setProperty(Exchange.EXCEPTION_CAUGHT, thrown);
    exchange.getMessage().setHeader(Exchange.REDELIVERY_COUNTER, retry);
    retries.process(exchange);
  }

  private void remember(String model) {
    Prompt prompt = new Prompt("a boat", model, null, null, null, null);
    exchange.setVariable(
        "generation",
        models.accept(
            Generation.accepted(GenerationId.random(), Source.HTTP, prompt, null, Instant.now())));
  }
}
