package dev.caravan.failure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import dev.caravan.generation.Failure;
import dev.caravan.generation.InvalidPromptException;
import dev.caravan.generation.Reason;
import dev.caravan.generation.ReasonedException;
import java.io.IOException;
import java.net.SocketTimeoutException;
import java.util.concurrent.CompletionException;
import java.util.stream.Stream;
import org.apache.camel.CamelExecutionException;
import org.apache.camel.Exchange;
import org.apache.camel.RuntimeCamelException;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.support.DefaultExchange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.awscore.exception.AwsErrorDetails;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.services.bedrockruntime.model.AccessDeniedException;
import software.amazon.awssdk.services.bedrockruntime.model.BedrockRuntimeException;
import software.amazon.awssdk.services.bedrockruntime.model.InternalServerException;
import software.amazon.awssdk.services.bedrockruntime.model.ModelErrorException;
import software.amazon.awssdk.services.bedrockruntime.model.ModelNotReadyException;
import software.amazon.awssdk.services.bedrockruntime.model.ModelTimeoutException;
import software.amazon.awssdk.services.bedrockruntime.model.ResourceNotFoundException;
import software.amazon.awssdk.services.bedrockruntime.model.ServiceQuotaExceededException;
import software.amazon.awssdk.services.bedrockruntime.model.ServiceUnavailableException;
import software.amazon.awssdk.services.bedrockruntime.model.ThrottlingException;
import software.amazon.awssdk.services.bedrockruntime.model.ValidationException;
import software.amazon.awssdk.services.s3.model.NoSuchBucketException;
import software.amazon.awssdk.services.s3.model.S3Exception;
import software.amazon.awssdk.services.sqs.model.QueueDoesNotExistException;
import software.amazon.awssdk.services.sqs.model.SqsException;

class FailurePolicyTest {

  private static final String ARN =
      "arn:aws:bedrock:us-west-2:123456789012:inference-profile/us.stability.core";

  private final FailurePolicy policy = new FailurePolicy();

  static Stream<Arguments> table() {
    return Stream.of(
        arguments(InvalidPromptException.malformed("no prompt"), Reason.INVALID_PROMPT),
        arguments(InvalidPromptException.unusable("too long"), Reason.INVALID_PROMPT),
        arguments(validation("Malformed input request: #: extraneous key"), Reason.REFUSED),
        arguments(validation("Operation not allowed"), Reason.MODEL_UNUSABLE),
        arguments(
            validation("Your account is not authorized to invoke this API operation."),
            Reason.MODEL_UNUSABLE),
        arguments(
            validation("The model returned: `temperature` is deprecated for this model."),
            Reason.MODEL_UNUSABLE),
        arguments(
            validation("This model version has reached the end of its life."),
            Reason.MODEL_UNUSABLE),
        arguments(
            validation("This action doesn\u2019t support the model that you provided."),
            Reason.MODEL_UNUSABLE),
        arguments(
            validation("A valid payment instrument must be provided."), Reason.MODEL_UNUSABLE),
        arguments(
            validation("The maximum tokens you requested exceeds the model limit of 4096."),
            Reason.MODEL_UNUSABLE),
        arguments(validation("Input is too long for requested model."), Reason.INVALID_PROMPT),
        arguments(
            validation("prompt is too long: 200049 tokens > 200000 maximum"),
            Reason.INVALID_PROMPT),
        arguments(bedrock(400, "SerializationException", "?"), Reason.REFUSED),
        arguments(bedrock(402, "PaymentRequired", "?"), Reason.MODEL_UNUSABLE),
        arguments(bedrock(413, "RequestEntityTooLarge", "?"), Reason.INVALID_PROMPT),
        arguments(bedrock(408, "RequestTimeout", "?"), Reason.MODEL_TIMEOUT),
        arguments(bedrock(503, "Unknown", "?"), Reason.MODEL_UNAVAILABLE),
        arguments(
            validation(
                "This request has been blocked by our content filters. Please adjust your text"
                    + " prompt to submit a new request."),
            Reason.CONTENT_BLOCKED),
        arguments(
            ThrottlingException.builder()
                .statusCode(429)
                .awsErrorDetails(details("ThrottlingException", "Too many requests"))
                .build(),
            Reason.THROTTLED),
        arguments(
            ModelNotReadyException.builder()
                .statusCode(429)
                .awsErrorDetails(details("ModelNotReadyException", "not ready"))
                .build(),
            Reason.THROTTLED),
        arguments(bedrock(429, "TooManyRequests", "slow down"), Reason.THROTTLED),
        arguments(
            InternalServerException.builder()
                .statusCode(500)
                .awsErrorDetails(details("InternalServerException", "unexpected"))
                .build(),
            Reason.MODEL_UNAVAILABLE),
        arguments(
            ServiceUnavailableException.builder()
                .statusCode(503)
                .awsErrorDetails(details("ServiceUnavailableException", "unable"))
                .build(),
            Reason.MODEL_UNAVAILABLE),
        arguments(
            ModelErrorException.builder()
                .statusCode(424)
                .originalStatusCode(500)
                .awsErrorDetails(details("ModelErrorException", "failed"))
                .build(),
            Reason.MODEL_UNAVAILABLE),
        arguments(bedrock(502, "BadGateway", "?"), Reason.MODEL_UNAVAILABLE),
        arguments(
            ModelTimeoutException.builder()
                .statusCode(408)
                .awsErrorDetails(details("ModelTimeoutException", "timed out"))
                .build(),
            Reason.MODEL_TIMEOUT),
        arguments(
            ServiceQuotaExceededException.builder()
                .statusCode(400)
                .awsErrorDetails(details("ServiceQuotaExceededException", "exceeds"))
                .build(),
            Reason.QUOTA),
        arguments(denied("You don't have access to the model"), Reason.MODEL_UNUSABLE),
        arguments(
            ResourceNotFoundException.builder()
                .statusCode(404)
                .awsErrorDetails(details("ResourceNotFoundException", "end of its life"))
                .build(),
            Reason.MODEL_UNUSABLE),
        arguments(bedrock(403, "ExpiredTokenException", "expired"), Reason.MODEL_UNUSABLE),
        arguments(bedrock(401, "UnrecognizedClientException", "?"), Reason.MODEL_UNUSABLE),
        arguments(bedrock(404, "UnknownOperationException", "?"), Reason.MODEL_UNUSABLE),
        arguments(S3Exception.builder().statusCode(503).message("Slow Down").build(), Reason.STORE),
        arguments(NoSuchBucketException.builder().statusCode(404).build(), Reason.STORE),
        arguments(SdkClientException.create("Unable to execute HTTP request"), Reason.STORE),
        arguments(SqsException.builder().statusCode(500).message("x").build(), Reason.QUEUE),
        arguments(QueueDoesNotExistException.builder().statusCode(400).build(), Reason.QUEUE),
        arguments(new IllegalStateException("a bug"), Reason.UNEXPECTED),
        arguments(new IOException("what?"), Reason.UNEXPECTED));
  }

  @ParameterizedTest(name = "{0} is {1}")
  @MethodSource("table")
  void each_failure_has_the_reason_that_the_table_says(Throwable thrown, Reason reason) {
    assertThat(policy.failureOf(thrown).reason()).isEqualTo(reason);
  }

  @ParameterizedTest(name = "{0} is {1}")
  @MethodSource("table")
  void it_has_the_same_reason_however_deep_it_is_wrapped(Throwable thrown, Reason reason) {
    Throwable wrapped =
        new RuntimeCamelException(
            new CompletionException(new CamelExecutionException("in a route", exchange(), thrown)));

    assertThat(policy.failureOf(wrapped).reason()).isEqualTo(reason);
    assertThat(policy.failureOf(wrapped).detail()).isEqualTo(policy.failureOf(thrown).detail());
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("table")
  void every_failure_has_a_time_and_one_sentence_for_the_caller(Throwable thrown, Reason reason) {
    Failure failure = policy.failureOf(thrown);

    assertThat(failure.at()).isNotNull();
    assertThat(failure.detail()).isNotBlank().doesNotContain("Exception").doesNotContain("\n");
  }

  @ParameterizedTest
  @EnumSource
  void what_says_its_reason_itself_is_believed(Reason reason) {
    assertThat(policy.failureOf(new Reasoned(reason)).reason()).isEqualTo(reason);
  }

  @ParameterizedTest
  @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "STORE")
  void our_own_messages_are_shown_as_they_are(Reason reason) {
    assertThat(policy.failureOf(new Reasoned(reason)).detail()).isEqualTo("in our words");
  }

  @Test
  void the_outer_reason_wins_over_what_caused_it() {
    Throwable timeout =
        new Reasoned(
            Reason.MODEL_TIMEOUT,
            SdkClientException.create("x", new SocketTimeoutException("Read timed out")));

    assertThat(policy.failureOf(timeout).reason()).isEqualTo(Reason.MODEL_TIMEOUT);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "User: arn:aws:sts::123456789012:assumed-role/caravan/i-0abc is not authorized to perform:"
            + " bedrock:InvokeModel on resource: "
            + ARN,
        "Your account 123456789012 is not authorized to invoke this API operation."
      })
  void who_we_are_is_never_told_to_a_caller(String message) {
    for (Throwable thrown :
        new Throwable[] {
          denied(message),
          bedrock(403, "ExpiredTokenException", message),
          bedrock(500, "InternalServerException", message),
          ResourceNotFoundException.builder()
              .statusCode(404)
              .awsErrorDetails(details("ResourceNotFoundException", message))
              .build(),
          ThrottlingException.builder()
              .statusCode(429)
              .awsErrorDetails(details("ThrottlingException", message))
              .build(),
          ServiceQuotaExceededException.builder()
              .statusCode(400)
              .awsErrorDetails(details("ServiceQuotaExceededException", message))
              .build(),
          S3Exception.builder()
              .statusCode(403)
              .awsErrorDetails(details("AccessDenied", message))
              .build(),
          SqsException.builder()
              .statusCode(403)
              .awsErrorDetails(details("AccessDenied", message))
              .build(),
          new IllegalStateException(message)
        }) {
      assertThat(policy.failureOf(thrown).detail())
          .as(thrown.getClass().getSimpleName())
          .doesNotContain("arn:")
          .doesNotContain("123456789012");
    }
  }

  @Test
  void where_in_the_store_it_failed_is_not_told_to_a_caller() {
    Reasoned thrown = new Reasoned(Reason.STORE);

    assertThat(policy.failureOf(thrown).detail())
        .isEqualTo("The result store (S3) failed; try again later.");
  }

  @Test
  void what_the_model_said_of_the_request_is_told_to_its_sender() {
    assertThat(policy.failureOf(validation("#/seed: must not be negative")).detail())
        .isEqualTo("The model refused the request: #/seed: must not be negative");
  }

  @Test
  void a_refusal_without_a_word_still_has_a_detail() {
    Throwable silent = ValidationException.builder().statusCode(400).build();

    assertThat(policy.failureOf(silent).reason()).isEqualTo(Reason.REFUSED);
    assertThat(policy.failureOf(silent).detail())
        .isEqualTo("The model refused the request: status 400");
  }

  @ParameterizedTest(name = "{0} is {1}")
  @MethodSource("table")
  void only_what_the_caller_must_change_is_final(Throwable thrown, Reason reason) {
    Exchange exchange = exchange();
    exchange.setProperty(Exchange.EXCEPTION_CAUGHT, thrown);

    assertThat(policy.isFinal(exchange))
        .isEqualTo(reason == Reason.INVALID_PROMPT || reason == Reason.CONTENT_BLOCKED);
  }

  @Test
  void what_was_caught_is_classified_for_the_steps_that_follow() {
    Exchange exchange = exchange();
    Throwable thrown = denied("You don't have access");
    exchange.setProperty(Exchange.EXCEPTION_CAUGHT, thrown);

    policy.classify(exchange);

    assertThat(exchange.getVariable("failure", Failure.class).reason())
        .isEqualTo(Reason.MODEL_UNUSABLE);
    assertThat(exchange.getVariable("_thrown")).isSameAs(thrown);
  }

  private static Exchange exchange() {
    return new DefaultExchange(new DefaultCamelContext());
  }

  private static Throwable validation(String message) {
    return ValidationException.builder()
        .statusCode(400)
        .awsErrorDetails(details("ValidationException", message))
        .build();
  }

  private static Throwable denied(String message) {
    return AccessDeniedException.builder()
        .statusCode(403)
        .awsErrorDetails(details("AccessDeniedException", message))
        .build();
  }

  private static Throwable bedrock(int status, String code, String message) {
    return BedrockRuntimeException.builder()
        .statusCode(status)
        .awsErrorDetails(details(code, message))
        .build();
  }

  private static AwsErrorDetails details(String code, String message) {
    return AwsErrorDetails.builder().errorCode(code).errorMessage(message).build();
  }

  private static final class Reasoned extends ReasonedException {

    Reasoned(Reason reason) {
      this(reason, null);
    }

    Reasoned(Reason reason, Throwable cause) {
      super(reason, "in our words", cause);
    }
  }
}
