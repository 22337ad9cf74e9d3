package dev.caravan.pace;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.caravan.failure.FailurePolicy;
import dev.caravan.failure.Trouble;
import dev.caravan.generation.Failure;
import dev.caravan.generation.Generation;
import dev.caravan.generation.GenerationId;
import dev.caravan.generation.Prompt;
import dev.caravan.generation.Reason;
import dev.caravan.generation.Source;
import dev.caravan.model.Catalogue;
import dev.caravan.model.Models;
import dev.caravan.model.OutputTokensException;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.camel.Exchange;
import org.apache.camel.ExchangePattern;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.support.DefaultExchange;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import software.amazon.awssdk.awscore.exception.AwsErrorDetails;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.services.bedrockruntime.model.AccessDeniedException;
import software.amazon.awssdk.services.bedrockruntime.model.BedrockRuntimeException;
import software.amazon.awssdk.services.bedrockruntime.model.ServiceQuotaExceededException;
import software.amazon.awssdk.services.bedrockruntime.model.ServiceUnavailableException;
import software.amazon.awssdk.services.bedrockruntime.model.ThrottlingException;
import software.amazon.awssdk.services.bedrockruntime.model.ValidationException;

/** What each answer of AWS does to the lane of its model, through the steps of the route. */
class JudgeTest {

  private static final String TEXT = "amazon.nova-lite-v1:0";
  private static final String CORE = "stability.stable-image-core-v1:1";

  private final Models models = new Models(Catalogue.read("routes/models.yaml"), 10);
  private final FailurePolicy policy = new FailurePolicy();
  private final AtomicReference<Optional<Trouble>> found = new AtomicReference<>(Optional.empty());
  private final LaneProbes probes =
      new LaneProbes(model -> found.get(), Duration.ofHours(1), Duration.ofHours(1));
  private final Pace pace = new Pace(10, 10, probes);
  private final PaceSteps steps = new PaceSteps(pace, models, policy, 0);

  @AfterEach
  void close() {
    probes.close();
  }

  /** The number of different prompts after which the lane pauses; 0 if it never does. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "403 | AccessDeniedException | no access | 1",
        "403 | UnknownException | expired | 1",
        "404 | ResourceNotFoundException | end of its life | 1",
        "400 | ServiceQuotaExceededException | a day's tokens | 1",
        "400 | ValidationException | Operation not allowed | 1",
        "400 | ValidationException | Your account is not authorized to invoke this API operation. | 1",
        "400 | ValidationException | `temperature` is deprecated for this model. | 1",
        "400 | ValidationException | Nobody has seen this text. | 3",
        "400 | UnknownException | Nobody has seen this code. | 3",
        "500 | InternalServerException | it failed | 5",
        "503 | ServiceUnavailableException | it is down | 5",
        "424 | ModelErrorException | it failed | 5",
        "429 | ThrottlingException | too many | 0",
        "408 | ModelTimeoutException | too slow | 0",
        "400 | ValidationException | Input is too long for requested model. | 0",
        "400 | ValidationException | blocked by our content filters | 0",
      })
  void an_answer_pauses_the_lane_after_so_many_different_prompts(
      int status, String code, String message, int different) {
    Exception answer = answer(status, code, message);
    for (int n = 1; n <= 8; n++) {
      if (isPaused(TEXT)) {
        break;
      }
      // The same prompt again shows nothing new.
      fail("prompt " + n, answer);
      fail("prompt " + n, answer);
      assertThat(isPaused(TEXT)).as("after " + n).isEqualTo(different > 0 && n >= different);
    }
    assertThat(isPaused(TEXT)).isEqualTo(different > 0);
    if (different > 0) {
      Trouble trouble = lane(TEXT).paused().orElseThrow().trouble();
      assertThat(trouble.code()).isEqualTo(code);
      assertThat(trouble.message()).isEqualTo(message);
    }
  }

  @Test
  void three_prompts_whose_tokens_ran_out_pause_the_lane() {
    OutputTokensException ranOut = new OutputTokensException(TEXT);
    fail("one", ranOut);
    fail("two", ranOut);
    assertThat(isPaused(TEXT)).isFalse();
    fail("three", ranOut);
    assertThat(isPaused(TEXT)).isTrue();
  }

  @Test
  void ten_strange_prompts_of_one_sender_do_not_pause_a_model_that_works_for_others() {
    fail(of("healthy", "good"), null);
    for (int n = 0; n < 10; n++) {
      fail(of("strange", "odd " + n), answer(500, "InternalServerException", "it failed"));
      fail(of("strange", "odd " + n), answer(400, "ValidationException", "Odd."));
    }
    assertThat(isPaused(TEXT)).isFalse();

    fail(of("healthy", "now I fail, too"), answer(500, "InternalServerException", "it failed"));
    assertThat(isPaused(TEXT)).isTrue();
  }

  private Exchange of(String sender, String text) {
    Exchange exchange = exchange(text, TEXT);
    exchange.getMessage().setHeader("SenderId", sender + ":a session");
    return exchange;
  }

  @Test
  void a_presumed_fault_of_the_model_is_the_prompts_if_others_succeed() {
    Exception answer = answer(400, "ValidationException", "`seed` is deprecated for this model.");
    fail("with a seed", answer);
    assertThat(isPaused(TEXT)).isTrue();
    letProbesFind(Optional.empty());
    succeed("without");
    assertThat(isPaused(TEXT)).isFalse();

    Exchange again = fail("with a seed", answer);

    assertThat(policy.verdict(again).reason()).isEqualTo(Reason.INVALID_PROMPT);
    assertThat(policy.isFinal(again)).isTrue();
    assertThat(isPaused(TEXT)).isFalse();
  }

  @Test
  void an_unclear_refusal_waits_on_the_queue_and_is_answered_by_http() {
    Exception answer = answer(400, "ValidationException", "Odd.");

    Exchange waits = fail("strange", answer);
    assertThat(policy.verdict(waits).reason()).isEqualTo(Reason.REFUSED);
    assertThat(policy.isFinal(waits)).isFalse();
    assertThat(policy.isRefusedOutright(waits)).as("not billed").isTrue();

    policy.classify(waits);
    assertThat(reason(waits)).isEqualTo(Reason.REFUSED);

    waits.setPattern(ExchangePattern.InOut);
    policy.classify(waits);
    assertThat(reason(waits)).isEqualTo(Reason.INVALID_PROMPT);
  }

  @Test
  void a_failed_trial_pauses_the_lane_again_and_a_success_opens_it() {
    fail("one", answer(403, "AccessDeniedException", "no access"));
    letProbesFind(Optional.of(new Trouble(Reason.MODEL_UNUSABLE, "AccessDeniedException", "x")));
    assertThat(lane(TEXT).isClosed()).isTrue();

    letProbesFind(Optional.empty());
    assertThat(lane(TEXT).roomForQueue()).isEqualTo(1);
    fail("two", answer(403, "AccessDeniedException", "no access"));
    assertThat(lane(TEXT).isClosed()).isTrue();
    assertThat(pace.room(Catalogue.read("routes/models.yaml").find(TEXT))).isZero();

    letProbesFind(Optional.empty());
    succeed("three");
    assertThat(lane(TEXT).paused()).isEmpty();
    assertThat(lane(TEXT).roomForQueue()).isEqualTo(10);
  }

  @Test
  void only_one_prompt_is_the_trial() throws Exception {
    fail("one", answer(403, "AccessDeniedException", "no access"));
    letProbesFind(Optional.empty());

    Exchange trial = exchange("two", TEXT);
    steps.enter(generation(trial), trial);

    assertPaused("three");
    steps.leave(trial);
    // It ended without a call, so it has shown nothing.
    Exchange next = exchange("four", TEXT);
    steps.enter(generation(next), next);
  }

  @Test
  void a_prompt_of_a_paused_model_goes_to_its_fallback_or_is_told_when_to_come_again()
      throws Exception {
    fail(exchange("one", CORE), answer(403, "AccessDeniedException", "no access"));
    Exchange moved = exchange("two", CORE);
    steps.enter(generation(moved), moved);
    assertThat(moved.getVariable(Models.FALLBACK)).isEqualTo("stability.sd3-5-large-v1:0");

    fail("one", answer(403, "AccessDeniedException", "arn:aws:iam::1:role/x has no access"));
    Exchange none = assertPaused("two");
    assertThat(none.getVariable(PaceSteps.RETRY_AFTER, Duration.class))
        .isBetween(Duration.ofMinutes(59), Duration.ofMinutes(61));
  }

  @Test
  void a_changed_entry_opens_the_lane_and_other_lanes_stay_as_they_are() {
    fail("one", answer(403, "AccessDeniedException", "no access"));
    fail(exchange("one", CORE), answer(403, "AccessDeniedException", "no access"));

    pace.reopen(java.util.Set.of(TEXT));

    assertThat(isPaused(TEXT)).isFalse();
    assertThat(isPaused(CORE)).isTrue();
  }

  @Test
  void a_probe_that_throws_lets_a_trial_decide() throws Exception {
    LaneProbes broken =
        new LaneProbes(
            model -> {
              throw new StackOverflowError("a bug");
            },
            Duration.ofMillis(1),
            Duration.ofMillis(1));
    try (broken) {
      Lane lane =
          new Lane(
              "m",
              "r",
              new ThrottleLimit(1, 1),
              System::nanoTime,
              java.time.Clock.systemUTC(),
              broken);
      lane.pause(new Trouble(Reason.MODEL_UNUSABLE, "c", "m"), lane.enterNow().orElseThrow());

      org.awaitility.Awaitility.await().until(() -> !lane.isClosed());
      assertThat(lane.paused()).isPresent();
    }
  }

  private static Reason reason(Exchange exchange) {
    return exchange.getVariable("failure", Failure.class).reason();
  }

  private Exchange assertPaused(String prompt) {
    Exchange exchange = exchange(prompt, TEXT);
    assertThatThrownBy(() -> steps.enter(generation(exchange), exchange))
        .isInstanceOfSatisfying(
            LanePausedException.class,
            e -> {
              assertThat(e.mayBeRetried()).isFalse();
              assertThat(e.isFinal()).isFalse();
              assertThat(e.reason()).isEqualTo(Reason.MODEL_UNUSABLE);
            })
        .hasMessage(
            "The model can't be used: access is denied, or it is retired or not in this region.");
    return exchange;
  }

  private void letProbesFind(Optional<Trouble> still) {
    lane(TEXT).probed(still);
  }

  private void succeed(String prompt) {
    fail(exchange(prompt, TEXT), null);
  }

  private Exchange fail(String prompt, Exception thrown) {
    return fail(exchange(prompt, TEXT), thrown);
  }

  /** Runs the steps around a call; does nothing if the lane lets none through. */
  private Exchange fail(Exchange exchange, Exception thrown) {
    try {
      steps.enter(generation(exchange), exchange);
    } catch (LanePausedException | AtLimitException e) {
      return exchange;
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
    exchange.setVariable(Models.REQUEST, "a request");
    if (thrown != null) {
      exchange.setProperty(Exchange.EXCEPTION_CAUGHT, thrown);
    }
    steps.leave(exchange);
    return exchange;
  }

  private Lane lane(String model) {
    return pace.lanes().stream()
        .filter(each -> each.model().equals(model))
        .findFirst()
        .orElseThrow();
  }

  private boolean isPaused(String model) {
    return pace.lanes().stream()
        .anyMatch(each -> each.model().equals(model) && each.paused().isPresent());
  }

  private static Generation generation(Exchange exchange) {
    return exchange.getVariable("generation", Generation.class);
  }

  private Exchange exchange(String text, String model) {
    Exchange exchange = new DefaultExchange(new DefaultCamelContext());
    Prompt prompt = new Prompt(text, model, null, null, null, null);
    exchange.setVariable(
        "generation",
        models.accept(
            Generation.accepted(GenerationId.random(), Source.QUEUE, prompt, null, Instant.now())));
    return exchange;
  }

  private static Exception answer(int status, String code, String message) {
    AwsServiceException.Builder builder =
        switch (code) {
          case "AccessDeniedException" -> AccessDeniedException.builder();
          case "ServiceQuotaExceededException" -> ServiceQuotaExceededException.builder();
          case "ServiceUnavailableException" -> ServiceUnavailableException.builder();
          case "ThrottlingException" -> ThrottlingException.builder();
          case "ValidationException" -> ValidationException.builder();
          default -> BedrockRuntimeException.builder();
        };
    return builder
        .statusCode(status)
        .awsErrorDetails(AwsErrorDetails.builder().errorCode(code).errorMessage(message).build())
        .build();
  }
}
