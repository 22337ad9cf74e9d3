package dev.caravan.local.bedrock;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.TextNode;
import dev.caravan.aws.SdkDefaults;
import dev.caravan.local.bedrock.rule.Action;
import dev.caravan.local.bedrock.rule.Fault;
import dev.caravan.local.bedrock.rule.InvalidRule;
import dev.caravan.local.bedrock.rule.Large;
import dev.caravan.local.bedrock.rule.Latency;
import dev.caravan.local.bedrock.rule.Match;
import dev.caravan.local.bedrock.rule.Outcome;
import dev.caravan.local.bedrock.rule.Rule;
import dev.caravan.local.bedrock.rule.Stall;
import dev.caravan.local.bedrock.rule.Wire;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.awscore.retry.AwsRetryStrategy;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.bedrockruntime.BedrockRuntimeClient;
import software.amazon.awssdk.services.bedrockruntime.model.AccessDeniedException;
import software.amazon.awssdk.services.bedrockruntime.model.BedrockRuntimeException;
import software.amazon.awssdk.services.bedrockruntime.model.ContentBlock;
import software.amazon.awssdk.services.bedrockruntime.model.ConversationRole;
import software.amazon.awssdk.services.bedrockruntime.model.ConverseResponse;
import software.amazon.awssdk.services.bedrockruntime.model.InternalServerException;
import software.amazon.awssdk.services.bedrockruntime.model.ModelErrorException;
import software.amazon.awssdk.services.bedrockruntime.model.ModelNotReadyException;
import software.amazon.awssdk.services.bedrockruntime.model.ModelTimeoutException;
import software.amazon.awssdk.services.bedrockruntime.model.ResourceNotFoundException;
import software.amazon.awssdk.services.bedrockruntime.model.ServiceQuotaExceededException;
import software.amazon.awssdk.services.bedrockruntime.model.ServiceUnavailableException;
import software.amazon.awssdk.services.bedrockruntime.model.StopReason;
import software.amazon.awssdk.services.bedrockruntime.model.ThrottlingException;
import software.amazon.awssdk.services.bedrockruntime.model.ValidationException;

class LocalBedrockTest {

  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String LITE = "amazon.nova-lite-v1:0";
  private static final String CORE = "stability.stable-image-core-v1:1";
  private static final String NOVA = "amazon.nova-canvas-v1:0";

  private static LocalBedrock bedrock;
  private static BedrockRuntimeClient client;

  @BeforeAll
  static void start() throws IOException {
    bedrock = LocalBedrock.start(LocalBedrockOptions.defaults());
    client = client(bedrock);
  }

  @AfterAll
  static void stop() {
    client.close();
    bedrock.close();
  }

  @BeforeEach
  void behave() {
    bedrock.misbehaviour().clear();
    bedrock.clearCalls();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "stability.stable-image-core-v1:1  | 21:9 | png  | 1536 |  658",
        "stability.stable-image-ultra-v1:1 | 9:21 | jpeg |  658 | 1536",
        "stability.sd3-5-large-v1:0        | 9:16 | jpeg |  768 | 1344",
        "stability.sd3-5-large-v1:0        | 1:1  | PNG  | 1024 | 1024"
      })
  void stability_draws_the_requested_ratio_and_format(
      String model, String ratio, String format, int width, int height) throws IOException {
    JsonNode answer =
        invoke(
            model,
            "{\"prompt\":\"a lake 🏔\",\"mode\":\"text-to-image\",\"aspect_ratio\":\"%s\",\"output_format\":\"%s\",\"seed\":7}"
                .formatted(ratio, format));

    assertThat(answer.path("seeds").get(0).asLong()).isEqualTo(7);
    assertThat(answer.path("finish_reasons").get(0).isNull()).isTrue();
    assertThat(answer.path("images")).hasSize(1);
    assertImage(answer.path("images").get(0).binaryValue(), format, width, height);
  }

  @ParameterizedTest
  @CsvSource({
    "amazon.nova-canvas-v1:0, 320, 336",
    "amazon.titan-image-generator-v2:0, 512, 512",
    "amazon.titan-image-generator-v1, 640, 384"
  })
  void amazons_models_draw_the_requested_size(String model, int width, int height)
      throws IOException {
    JsonNode answer =
        invoke(
            model,
            """
            {"taskType":"TEXT_IMAGE","textToImageParams":{"text":"a lake","negativeText":"fog"},
             "imageGenerationConfig":{"numberOfImages":2,"quality":"standard","cfgScale":8.0,
               "width":%d,"height":%d,"seed":7}}"""
                .formatted(width, height));

    assertThat(answer.path("error").isNull()).isTrue();
    assertThat(answer.path("images")).hasSize(2);
    assertImage(answer.path("images").get(0).binaryValue(), "png", width, height);
    assertThat(answer.path("images").get(1)).isNotEqualTo(answer.path("images").get(0));
  }

  @ParameterizedTest
  @CsvSource({
    "amazon.nova-lite-v1:0",
    "us.amazon.nova-pro-v1:0",
    "anthropic.claude-sonnet-4-5-20250929-v1:0",
    "arn:aws:bedrock:us-east-1:123456789012:inference-profile/us.meta.llama3-3-70b-instruct-v1:0"
  })
  void text_models_write_about_the_prompt_and_count_tokens(String model) {
    ConverseResponse answer = converse(model, "a lake");

    assertThat(answer.output().message().content())
        .singleElement()
        .satisfies(block -> assertThat(block.text()).contains("a lake"));
    assertThat(answer.stopReason()).isEqualTo(StopReason.END_TURN);
    assertThat(answer.usage().inputTokens()).isPositive();
    assertThat(answer.usage().totalTokens())
        .isEqualTo(answer.usage().inputTokens() + answer.usage().outputTokens());
  }

  @Test
  void a_text_ends_at_its_token_limit() {
    ConverseResponse answer =
        client.converse(
            call ->
                call.modelId(LITE)
                    .messages(
                        message ->
                            message
                                .role(ConversationRole.USER)
                                .content(ContentBlock.fromText("a lake")))
                    .inferenceConfig(config -> config.maxTokens(5)));

    assertThat(answer.stopReason()).isEqualTo(StopReason.MAX_TOKENS);
    assertThat(answer.usage().outputTokens()).isEqualTo(5);
  }

  static Stream<Arguments> faults() {
    return Stream.of(
        arguments(Fault.THROTTLE, ThrottlingException.class, 429),
        arguments(Fault.NOT_READY, ModelNotReadyException.class, 429),
        arguments(Fault.INTERNAL, InternalServerException.class, 500),
        arguments(Fault.UNAVAILABLE, ServiceUnavailableException.class, 503),
        arguments(Fault.MODEL_TIMEOUT, ModelTimeoutException.class, 408),
        arguments(Fault.MODEL_ERROR, ModelErrorException.class, 424),
        arguments(Fault.QUOTA, ServiceQuotaExceededException.class, 400),
        arguments(Fault.DENIED, AccessDeniedException.class, 403),
        arguments(Fault.EXPIRED_TOKEN, BedrockRuntimeException.class, 403),
        arguments(Fault.RETIRED, ResourceNotFoundException.class, 404));
  }

  @ParameterizedTest
  @MethodSource("faults")
  void each_fault_is_the_exception_that_the_sdk_has_for_it(
      Fault fault, Class<? extends BedrockRuntimeException> type, int status) {
    bedrock.misbehaviour().add(Rule.of(fault));

    for (Runnable call :
        List.<Runnable>of(() -> converse(LITE, "a lake"), () -> invoke(CORE, "{}"))) {
      assertThatThrownBy(call::run)
          .isInstanceOfSatisfying(
              type,
              thrown -> {
                assertThat(thrown.statusCode()).isEqualTo(status);
                assertThat(thrown.awsErrorDetails().errorCode()).isEqualTo(fault.error());
                assertThat(thrown.awsErrorDetails().errorMessage()).isEqualTo(fault.message());
                assertThat(thrown.requestId()).isNotBlank();
              });
    }
  }

  @Test
  void every_fault_is_tested() {
    assertThat(faults().map(each -> each.get()[0]))
        .containsExactlyInAnyOrder((Object[]) Fault.values());
  }

  @Test
  void a_fault_says_what_the_model_itself_answered() {
    bedrock.misbehaviour().add(Rule.of(Fault.MODEL_ERROR));

    assertThatThrownBy(() -> converse(LITE, "a lake"))
        .isInstanceOfSatisfying(
            ModelErrorException.class,
            thrown -> assertThat(thrown.originalStatusCode()).isEqualTo(500));
  }

  @ParameterizedTest
  @CsvSource({
    "PROMPT_BLOCKED, Filter reason: prompt",
    "INPUT_BLOCKED, Filter reason: input image",
    "OUTPUT_BLOCKED, Filter reason: output image",
    "SOME_BLOCKED, Filter reason: output image",
    "INFERENCE_ERROR, Inference error"
  })
  void stability_refuses_with_a_success_that_has_no_image(Outcome outcome, String reason) {
    bedrock.misbehaviour().add(Rule.of(outcome));

    assertThat(invoke(CORE, "{\"prompt\":\"a lake\"}"))
        .isEqualTo(
            JSON.createObjectNode().set("finish_reasons", JSON.createArrayNode().add(reason)));
  }

  @ParameterizedTest
  @CsvSource({"PROMPT_BLOCKED", "INPUT_BLOCKED"})
  void amazon_refuses_a_prompt_with_a_validation_exception(Outcome outcome) {
    bedrock.misbehaviour().add(Rule.of(outcome));

    assertThatThrownBy(() -> invoke(NOVA, small("a lake", 1)))
        .isInstanceOf(ValidationException.class)
        .hasMessageContaining("blocked by our content filters");
  }

  @Test
  void amazon_refuses_its_own_answer_with_a_success_that_has_an_error() {
    bedrock.misbehaviour().add(Rule.of(Outcome.OUTPUT_BLOCKED));

    JsonNode answer = invoke(NOVA, small("a lake", 1));

    assertThat(answer.path("images").isNull()).isTrue();
    assertThat(answer.path("error").asText()).startsWith("All of the generated images have been");
  }

  @Test
  void amazon_keeps_the_good_images_if_some_were_blocked() {
    bedrock.misbehaviour().add(Rule.of(Outcome.SOME_BLOCKED));

    JsonNode answer = invoke(NOVA, small("a lake", 2));

    assertThat(answer.path("images")).hasSize(1);
    assertThat(answer.path("error").asText()).startsWith("Some of the generated images have been");
  }

  @ParameterizedTest
  @CsvSource({
    "PROMPT_BLOCKED, guardrail_intervened",
    "OUTPUT_BLOCKED, content_filtered",
    "INFERENCE_ERROR, malformed_model_output",
    "EMPTY, end_turn"
  })
  void a_text_model_says_how_it_stopped(Outcome outcome, String stopReason) {
    bedrock.misbehaviour().add(Rule.of(outcome));

    assertThat(converse(LITE, "a lake").stopReasonAsString()).isEqualTo(stopReason);
  }

  @Test
  void a_wrong_image_is_not_an_image_or_has_the_other_format() throws IOException {
    bedrock.misbehaviour().add(Rule.of(Outcome.NOT_AN_IMAGE).times(1));
    bedrock.misbehaviour().add(Rule.of(Outcome.OTHER_FORMAT).times(1));

    byte[] none = invoke(NOVA, small("a lake", 1)).path("images").get(0).binaryValue();
    byte[] other = invoke(NOVA, small("a lake", 1)).path("images").get(0).binaryValue();

    assertThat(ImageIO.read(new ByteArrayInputStream(none))).isNull();
    assertImage(other, "jpeg", 320, 320);
  }

  @Test
  void an_empty_answer_is_a_success_without_images() {
    bedrock.misbehaviour().add(Rule.of(Outcome.EMPTY));

    assertThat(invoke(CORE, "{\"prompt\":\"a lake\"}").path("images")).isEmpty();
    assertThat(invoke(NOVA, small("a lake", 1)).path("images")).isEmpty();
  }

  static Stream<Action> broken() {
    return Stream.of(Wire.RESET, Wire.TRUNCATE, Wire.GARBAGE);
  }

  @ParameterizedTest
  @MethodSource("broken")
  void an_answer_that_is_damaged_on_its_way_is_a_client_exception(Action action) {
    bedrock.misbehaviour().add(Rule.of(action).times(1));

    assertThatThrownBy(() -> converse(LITE, "a lake")).isInstanceOf(SdkClientException.class);
    assertThat(converse(LITE, "a lake").stopReason())
        .as("afterwards")
        .isEqualTo(StopReason.END_TURN);
  }

  @Test
  void a_held_call_blocks_no_other_and_ends_with_the_server() throws IOException {
    ExecutorService caller = Executors.newSingleThreadExecutor();
    try (LocalBedrock own = LocalBedrock.start(LocalBedrockOptions.defaults());
        BedrockRuntimeClient calls = client(own)) {
      own.misbehaviour().add(Rule.of(Stall.forever()).times(1));
      CompletableFuture<ConverseResponse> held =
          CompletableFuture.supplyAsync(() -> converse(calls, LITE, "held"), caller);
      await().until(() -> own.calls().size() == 1);

      IntStream.range(0, 5).forEach(n -> converse(calls, LITE, "a lake"));

      assertThat(held).isNotDone();
      // A call counts as in flight until a moment after its answer was sent.
      await().until(() -> own.inFlight() == 1);
      own.close();
      assertThatThrownBy(held::join)
          .isInstanceOf(CompletionException.class)
          .hasCauseInstanceOf(SdkClientException.class);
    } finally {
      caller.shutdownNow();
    }
  }

  @Test
  void held_calls_can_be_let_go_and_later_ones_are_held_again() {
    ExecutorService callers = Executors.newFixedThreadPool(2);
    try {
      bedrock.misbehaviour().add(Rule.of(Stall.forever()));
      for (String prompt : List.of("one", "two")) {
        CompletableFuture<ConverseResponse> held =
            CompletableFuture.supplyAsync(() -> converse(LITE, prompt), callers);
        await()
            .until(() -> bedrock.calls().stream().anyMatch(call -> call.prompt().equals(prompt)));
        assertThat(held).isNotDone();

        await().until(() -> letGo(held));

        assertThatThrownBy(held::join).hasCauseInstanceOf(SdkClientException.class);
      }
    } finally {
      callers.shutdownNow();
    }
  }

  /** The journal has a call a moment before the call is held. */
  private static boolean letGo(CompletableFuture<ConverseResponse> held) {
    bedrock.letGo();
    return held.isDone();
  }

  @Test
  void a_large_answer_is_the_usual_one_with_a_longer_image_or_text() {
    bedrock.misbehaviour().add(Rule.of(new Large(5_000_000)));

    JsonNode answer = invoke(CORE, "{\"prompt\":\"a lake\"}");
    String text = converse(LITE, "a lake").output().message().content().get(0).text();

    assertThat(answer.toString().length()).isBetween(4_999_990, 5_000_000);
    assertThat(Base64.getDecoder().decode(answer.at("/images/0").asText()))
        .startsWith(0x89, 'P', 'N', 'G')
        .hasSizeGreaterThan(3_700_000);
    assertThat(text).startsWith("AAAA").hasSizeGreaterThan(4_900_000);
  }

  @Test
  void a_stall_that_ends_is_answered_as_usual() {
    bedrock.misbehaviour().add(Rule.of(new Stall(Duration.ofMillis(50))));

    long start = System.nanoTime();
    ConverseResponse answer = converse(LITE, "a lake");

    assertThat(answer.stopReason()).isEqualTo(StopReason.END_TURN);
    assertThat(Duration.ofNanos(System.nanoTime() - start)).isGreaterThan(Duration.ofMillis(49));
  }

  @Test
  void a_model_takes_its_usual_time_and_a_refusal_does_not() throws IOException {
    try (LocalBedrock slow =
            LocalBedrock.start(
                LocalBedrockOptions.defaults()
                    .withLatency(Latency.exactly(Duration.ofSeconds(2))));
        BedrockRuntimeClient calls = client(slow)) {
      converse(calls, LITE, "so that the connection is open");
      slow.misbehaviour().add(Rule.of(Fault.THROTTLE).times(1));

      long start = System.nanoTime();
      assertThatThrownBy(() -> converse(calls, LITE, "a lake"))
          .isInstanceOf(ThrottlingException.class);
      Duration refusal = Duration.ofNanos(System.nanoTime() - start);
      ConverseResponse answer = converse(calls, LITE, "a lake");

      assertThat(refusal).isLessThan(Duration.ofSeconds(2));
      assertThat(answer.metrics().latencyMs()).isGreaterThanOrEqualTo(2000);
    }
  }

  @Test
  void three_throttles_are_three_however_many_callers_there_are() {
    bedrock.misbehaviour().add(Rule.of(Fault.THROTTLE).times(3));
    ExecutorService callers = Executors.newFixedThreadPool(8);
    try {
      List<CompletableFuture<Boolean>> throttled =
          IntStream.range(0, 24)
              .mapToObj(n -> CompletableFuture.supplyAsync(LocalBedrockTest::isThrottled, callers))
              .toList();

      assertThat(throttled.stream().filter(CompletableFuture::join)).hasSize(3);
      assertThat(bedrock.calls()).hasSize(24);
    } finally {
      callers.shutdownNow();
    }
  }

  @ParameterizedTest
  @CsvSource({
    "acme.painter-v1:0",
    "us.acme.painter-v1:0",
    "painter",
    "stability.stable-image-core"
  })
  void an_unknown_model_is_an_invalid_identifier(String model) {
    assertThatThrownBy(() -> invoke(model, "{\"prompt\":\"a lake\"}"))
        .isInstanceOf(ValidationException.class)
        .hasMessageContaining("The provided model identifier is invalid.");
  }

  @Test
  void a_model_past_its_end_is_not_found() {
    assertThatThrownBy(() -> invoke("stability.stable-diffusion-xl-v1", "{}"))
        .isInstanceOf(ResourceNotFoundException.class);
  }

  @Test
  void a_model_accepts_only_the_operation_of_its_family() {
    assertThatThrownBy(() -> converse(CORE, "a lake")).isInstanceOf(ValidationException.class);
    assertThatThrownBy(() -> invoke(LITE, "{}")).isInstanceOf(ValidationException.class);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "stability.stable-image-core-v1:1 | {} | required key [prompt] not found",
        "stability.stable-image-core-v1:1 | {\"prompt\":\"a\",\"seed\":4294967295} | seed",
        "stability.stable-image-core-v1:1 | {\"prompt\":\"a\",\"seed\":null} | seed",
        "stability.stable-image-core-v1:1 | {\"prompt\":\"a\",\"aspect_ratio\":\"7:5\"} | aspect_ratio",
        "stability.stable-image-core-v1:1 | {\"prompt\":\"a\",\"output_format\":\"gif\"} | output_format",
        "stability.stable-image-core-v1:1 | {\"prompt\":\"a\",\"cfgScale\":5} | extraneous key [cfgScale]",
        "stability.stable-image-core-v1:1 | not json | Malformed input request",
        "amazon.nova-canvas-v1:0 | {\"textToImageParams\":{\"text\":\"a\"}} | taskType",
        "amazon.nova-canvas-v1:0 | {\"taskType\":\"TEXT_IMAGE\"} | textToImageParams",
        "amazon.nova-canvas-v1:0 | {\"taskType\":\"TEXT_IMAGE\",\"textToImageParams\":{\"text\":\"a\"},\"imageGenerationConfig\":{\"seed\":858993460}} | seed",
        "amazon.nova-canvas-v1:0 | {\"taskType\":\"TEXT_IMAGE\",\"textToImageParams\":{\"text\":\"a\"},\"imageGenerationConfig\":{\"width\":321,\"height\":320}} | divisible by 16",
        "amazon.nova-canvas-v1:0 | {\"taskType\":\"TEXT_IMAGE\",\"textToImageParams\":{\"text\":\"a\"},\"imageGenerationConfig\":{\"width\":2048,\"height\":320}} | aspect ratio",
        "amazon.titan-image-generator-v2:0 | {\"taskType\":\"TEXT_IMAGE\",\"textToImageParams\":{\"text\":\"a\"},\"imageGenerationConfig\":{\"width\":1280,\"height\":720}} | 1280x720",
        "amazon.titan-image-generator-v2:0 | {\"taskType\":\"TEXT_IMAGE\",\"textToImageParams\":{\"text\":\"a\"},\"imageGenerationConfig\":{\"seed\":2147483647}} | seed",
        "amazon.titan-image-generator-v2:0 | {\"taskType\":\"TEXT_IMAGE\",\"textToImageParams\":{\"text\":\"a\",\"style\":\"PHOTOREALISM\"}} | extraneous key [style]",
      })
  void a_validation_exception_says_what_the_model_does_not_accept(
      String model, String body, String says) {
    assertThatThrownBy(() -> invoke(model, body))
        .isInstanceOfSatisfying(
            ValidationException.class, thrown -> assertThat(thrown.statusCode()).isEqualTo(400))
        .hasMessageContaining(says);
  }

  @ParameterizedTest
  @CsvSource({
    "stability.stable-image-core-v1:1, 10000",
    "amazon.nova-canvas-v1:0, 1024",
    "amazon.titan-image-generator-v1, 512"
  })
  void a_prompt_that_is_too_long_is_a_validation_exception(String model, int most) {
    String prompt = "x".repeat(most + 1);
    String body =
        model.startsWith("stability") ? "{\"prompt\":\"" + prompt + "\"}" : small(prompt, 1);

    assertThatThrownBy(() -> invoke(model, body)).isInstanceOf(ValidationException.class);
  }

  @Test
  void more_tokens_than_the_model_allows_are_a_validation_exception() {
    assertThatThrownBy(
            () ->
                client.converse(
                    call ->
                        call.modelId(LITE)
                            .messages(
                                message ->
                                    message
                                        .role(ConversationRole.USER)
                                        .content(ContentBlock.fromText("a lake")))
                            .inferenceConfig(config -> config.maxTokens(10_001))))
        .isInstanceOf(ValidationException.class)
        .hasMessageContaining("10000");
  }

  @Test
  void an_unsigned_call_is_refused_and_uses_up_no_rule() throws Exception {
    bedrock.misbehaviour().add(Rule.of(Fault.THROTTLE).times(1).named("r"));

    HttpResponse<String> answer = unsigned("POST", "/model/" + LITE + "/converse", "{}");

    assertThat(answer.statusCode()).isEqualTo(403);
    assertThat(answer.headers().firstValue("x-amzn-ErrorType"))
        .hasValueSatisfying(
            type -> assertThat(type).startsWith("MissingAuthenticationTokenException"));
    assertThat(bedrock.misbehaviour().tallies().get("r").seen()).isZero();
  }

  @Test
  void an_unknown_operation_is_not_found() throws Exception {
    HttpResponse<String> answer =
        unsigned("POST", "/model/" + LITE + "/invoke-with-response-stream", "{}");

    assertThat(answer.statusCode()).isEqualTo(404);
    assertThat(answer.body()).contains("it answers POST /model/{id}/invoke");
  }

  @Test
  void the_journal_has_every_call_with_its_outcome() {
    bedrock.misbehaviour().add(Rule.of(Fault.QUOTA).times(1).named("q"));
    assertThatThrownBy(() -> converse(LITE, "first 🏔"))
        .isInstanceOf(ServiceQuotaExceededException.class);
    converse("us." + LITE, "second");

    assertThat(bedrock.calls())
        .extracting(Call::modelId, Call::prompt, Call::status, Call::error, Call::rule)
        .containsExactly(
            tuple(LITE, "first 🏔", 400, "ServiceQuotaExceededException", "q"),
            tuple("us." + LITE, "second", 200, "", ""));
  }

  @Test
  void the_journal_keeps_the_request() throws Exception {
    converse(LITE, "a lake");

    assertThat(JSON.readTree(bedrock.calls().get(0).request()).at("/messages/0/content/0/text"))
        .isEqualTo(TextNode.valueOf("a lake"));
    assertThat(
            JSON.readTree(unsigned("GET", "/_caravan/calls", "").body())
                .at("/calls/0/request/messages/0/content/0/text")
                .asText())
        .isEqualTo("a lake");
  }

  @Test
  void a_rule_acts_only_on_calls_that_it_matches() {
    bedrock.misbehaviour().add(Rule.of(Fault.DENIED).on(Match.prompt("forbidden")));

    assertThat(converse(LITE, "a lake").stopReason()).isEqualTo(StopReason.END_TURN);
    assertThatThrownBy(() -> converse(LITE, "a Forbidden lake"))
        .isInstanceOf(AccessDeniedException.class);
  }

  @Test
  void rules_are_set_and_shown_over_http() throws Exception {
    HttpResponse<String> put =
        unsigned(
            "PUT",
            "/_caravan/rules",
            "{\"rules\":[{\"id\":\"once\",\"action\":\"throttle\",\"times\":1}]}");

    assertThat(put.statusCode()).isEqualTo(200);
    assertThat(isThrottled()).isTrue();
    assertThat(isThrottled()).isFalse();
    JsonNode shown = JSON.readTree(unsigned("GET", "/_caravan/rules", "").body());
    assertThat(shown.path("tallies").path("once").path("fired").asInt())
        .isEqualTo(shown.path("rules").path(0).path("times").asInt())
        .isEqualTo(1);
  }

  @Test
  void a_wrong_rule_changes_nothing_and_is_explained() throws Exception {
    bedrock.misbehaviour().add(Rule.of(Fault.THROTTLE).named("old"));

    HttpResponse<String> put =
        unsigned("PUT", "/_caravan/rules", "{\"rules\":[{\"action\":\"throtle\"}]}");

    assertThat(put.statusCode()).isEqualTo(400);
    assertThat(put.body()).contains("rules[0].action").contains("Did you mean");
    assertThat(bedrock.misbehaviour().list()).extracting(Rule::id).containsExactly("old");
  }

  @Test
  void a_web_page_cannot_change_the_rules() throws Exception {
    HttpResponse<String> put =
        HttpClient.newHttpClient()
            .send(
                HttpRequest.newBuilder(bedrock.endpoint().resolve("/_caravan/rules"))
                    .header("Origin", "https://evil.example")
                    .PUT(
                        HttpRequest.BodyPublishers.ofString(
                            "{\"rules\":[{\"action\":\"throttle\"}]}"))
                    .build(),
                HttpResponse.BodyHandlers.ofString());

    assertThat(put.statusCode()).isEqualTo(403);
    assertThat(bedrock.misbehaviour().list()).isEmpty();
  }

  @Test
  void rules_are_read_from_a_file_at_the_start(@TempDir Path folder) throws IOException {
    Path rules =
        Files.writeString(folder.resolve("r.json"), "{\"rules\":[{\"action\":\"denied\"}]}");

    try (LocalBedrock own =
            LocalBedrock.start(LocalBedrockOptions.defaults().withRulesFile(rules));
        BedrockRuntimeClient calls = client(own)) {
      assertThatThrownBy(() -> converse(calls, LITE, "a lake"))
          .isInstanceOf(AccessDeniedException.class);
    }
  }

  @Test
  void a_rules_file_that_is_wrong_is_named_and_nothing_starts(@TempDir Path folder)
      throws IOException {
    Path rules = Files.writeString(folder.resolve("r.json"), "{\"rules\":[{}]}");

    assertThatThrownBy(
            () -> LocalBedrock.start(LocalBedrockOptions.defaults().withRulesFile(rules)))
        .isInstanceOf(InvalidRule.class)
        .hasMessageContaining("r.json: rules[0].action: found nothing");
  }

  private static boolean isThrottled() {
    try {
      converse(LITE, "a lake");
      return false;
    } catch (ThrottlingException e) {
      return true;
    }
  }

  /** A request to one of Amazon's models for images of 320 x 320 pixels. */
  private static String small(String prompt, int count) {
    return """
    {"taskType":"TEXT_IMAGE","textToImageParams":{"text":"%s"},
     "imageGenerationConfig":{"numberOfImages":%d,"width":320,"height":320}}"""
        .formatted(prompt, count);
  }

  private static void assertImage(byte[] image, String format, int width, int height)
      throws IOException {
    boolean png = format.equalsIgnoreCase("png");
    assertThat(image[0]).isEqualTo(png ? (byte) 0x89 : (byte) 0xFF);
    BufferedImage read = ImageIO.read(new ByteArrayInputStream(image));
    assertThat(read.getWidth()).isEqualTo(width);
    assertThat(read.getHeight()).isEqualTo(height);
  }

  private static JsonNode invoke(String model, String body) {
    byte[] answer =
        client
            .invokeModel(call -> call.modelId(model).body(SdkBytes.fromUtf8String(body)))
            .body()
            .asByteArray();
    try {
      return JSON.readTree(answer);
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }

  private static ConverseResponse converse(String model, String prompt) {
    return converse(client, model, prompt);
  }

  private static ConverseResponse converse(
      BedrockRuntimeClient calls, String model, String prompt) {
    return calls.converse(
        call ->
            call.modelId(model)
                .messages(
                    message ->
                        message
                            .role(ConversationRole.USER)
                            .content(ContentBlock.fromText(prompt))));
  }

  private static HttpResponse<String> unsigned(String method, String path, String body)
      throws Exception {
    URI place = bedrock.endpoint().resolve(path);
    return HttpClient.newHttpClient()
        .send(
            HttpRequest.newBuilder(place)
                .method(method, HttpRequest.BodyPublishers.ofString(body))
                .build(),
            HttpResponse.BodyHandlers.ofString());
  }

  private static BedrockRuntimeClient client(LocalBedrock server) {
    return BedrockRuntimeClient.builder()
        .httpClientBuilder(SdkDefaults.httpClient())
        .endpointOverride(server.endpoint())
        .region(Region.US_WEST_2)
        .credentialsProvider(
            StaticCredentialsProvider.create(AwsBasicCredentials.create("someone", "secret")))
        .overrideConfiguration(config -> config.retryStrategy(AwsRetryStrategy.doNotRetry()))
        .build();
  }
}
