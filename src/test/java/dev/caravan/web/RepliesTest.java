package dev.caravan.web;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.caravan.generation.Claim;
import dev.caravan.generation.Failure;
import dev.caravan.generation.Generation;
import dev.caravan.generation.GenerationId;
import dev.caravan.generation.InvalidPromptException;
import dev.caravan.generation.Prompt;
import dev.caravan.generation.Reason;
import dev.caravan.generation.ReasonedException;
import dev.caravan.generation.Source;
import dev.caravan.store.AlreadyRunningException;
import dev.caravan.store.OtherRequestException;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import org.apache.camel.Exchange;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.support.DefaultExchange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The problem that a caller gets for each failure. */
class RepliesTest {

  private final Replies replies = new Replies(null, null);
  private final Exchange exchange = new DefaultExchange(new DefaultCamelContext());

  @ParameterizedTest
  @CsvSource({
    "INVALID_PROMPT, 422, Unprocessable Content, false",
    "CONTENT_BLOCKED, 422, Unprocessable Content, false",
    "THROTTLED, 429, Too Many Requests, true",
    "MODEL_UNAVAILABLE, 502, Bad Gateway, false",
    "MODEL_TIMEOUT, 504, Gateway Timeout, false",
    "QUOTA, 503, Service Unavailable, true",
    "MODEL_UNUSABLE, 503, Service Unavailable, true",
    "STORE, 503, Service Unavailable, true",
    "QUEUE, 503, Service Unavailable, true",
    "UNEXPECTED, 500, Internal Server Error, false"
  })
  void each_reason_is_answered_with_its_status_and_code(
      Reason reason, int status, String title, boolean comeAgain) throws IOException {
    JsonNode problem = problem(new Thrown(reason), reason);

    assertThat(exchange.getMessage().getHeader(Exchange.HTTP_RESPONSE_CODE)).isEqualTo(status);
    assertThat(exchange.getMessage().getHeader("Retry-After") != null).isEqualTo(comeAgain);
    assertThat(problem.path("code").asText()).isEqualTo(reason.name());
    assertThat(problem.path("status").asInt()).isEqualTo(status);
    assertThat(problem.path("title").asText()).isEqualTo(title);
    assertThat(problem.path("detail").asText()).isEqualTo("why");
  }

  @Test
  void a_malformed_prompt_is_a_bad_request() throws IOException {
    JsonNode problem = problem(InvalidPromptException.malformed("not JSON"), Reason.INVALID_PROMPT);

    assertThat(problem.path("status").asInt()).isEqualTo(400);
    assertThat(problem.path("code").asText()).isEqualTo("INVALID_PROMPT");
  }

  @Test
  void the_same_key_with_another_body_has_its_own_code() throws IOException {
    JsonNode problem = problem(new OtherRequestException("g-1"), Reason.INVALID_PROMPT);

    assertThat(problem.path("status").asInt()).isEqualTo(422);
    assertThat(problem.path("code").asText()).isEqualTo("IDEMPOTENCY_KEY_REUSED");
  }

  @Test
  void a_generation_in_progress_is_a_conflict_to_retry() throws IOException {
    exchange.setProperty(
        Exchange.EXCEPTION_CAUGHT, new AlreadyRunningException("g-1", Instant.EPOCH));

    replies.problem(exchange);

    assertThat(body().path("code").asText()).isEqualTo("IN_PROGRESS");
    assertThat(exchange.getMessage().getHeader("Retry-After")).isEqualTo(5L);
  }

  @Test
  void retry_after_of_a_throttled_caller_is_the_estimated_wait() throws IOException {
    exchange.setVariable("_retryAfter", Duration.ofSeconds(17));

    problem(new Thrown(Reason.THROTTLED), Reason.THROTTLED);

    assertThat(exchange.getMessage().getHeader("Retry-After")).isEqualTo(17L);
  }

  @Test
  void a_claim_that_has_expired_is_shown_and_a_live_one_is_not() throws IOException {
    replies.record(claimedUntil(Instant.now().minusSeconds(1)), exchange);
    assertThat(body().path("status").asText()).isEqualTo("running");
    assertThat(body().path("claimExpired").asBoolean()).isTrue();
    assertThat(body().has("claim")).isFalse();
    assertThat(body().has("state")).isFalse();

    replies.record(claimedUntil(Instant.now().plusSeconds(60)), exchange);
    assertThat(body().has("claimExpired")).isFalse();
  }

  private static Generation claimedUntil(Instant end) {
    return Generation.accepted(
            new GenerationId("g-1"), Source.HTTP, Prompt.of("a boat"), null, Instant.EPOCH)
        .claimed(new Claim("me", end), Instant.EPOCH);
  }

  private JsonNode problem(Throwable thrown, Reason reason) throws IOException {
    exchange.setVariable("_thrown", thrown);
    exchange.setVariable("failure", new Failure(reason, "why", Instant.EPOCH));
    replies.problem(exchange);
    return body();
  }

  private JsonNode body() throws IOException {
    return new ObjectMapper().readTree(exchange.getMessage().getBody(String.class));
  }

  private static final class Thrown extends ReasonedException {
    Thrown(Reason reason) {
      super(reason, "in our words", null);
    }
  }
}
