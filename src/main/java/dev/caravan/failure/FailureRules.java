package dev.caravan.failure;

import static dev.caravan.failure.FailureRule.ANY_STATUS;

import dev.caravan.generation.Reason;
import java.util.List;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.services.bedrockruntime.model.AccessDeniedException;
import software.amazon.awssdk.services.bedrockruntime.model.BedrockRuntimeException;
import software.amazon.awssdk.services.bedrockruntime.model.ModelNotReadyException;
import software.amazon.awssdk.services.bedrockruntime.model.ModelTimeoutException;
import software.amazon.awssdk.services.bedrockruntime.model.ResourceNotFoundException;
import software.amazon.awssdk.services.bedrockruntime.model.ServiceQuotaExceededException;
import software.amazon.awssdk.services.bedrockruntime.model.ThrottlingException;
import software.amazon.awssdk.services.bedrockruntime.model.ValidationException;
import software.amazon.awssdk.services.s3.model.S3Exception;
import software.amazon.awssdk.services.sqs.model.SqsException;

/** The rules of the {@link Classifier}, most specific first: the first that matches decides. */
final class FailureRules {

  private static final String ANY_TEXT = "";

  private static final String INVOKE_MODEL =
      "https://docs.aws.amazon.com/bedrock/latest/APIReference/API_runtime_InvokeModel.html";
  private static final String ERROR_CODES =
      "https://docs.aws.amazon.com/bedrock/latest/userguide/troubleshooting-api-error-codes.html";
  private static final String COMMON_ERRORS =
      "https://docs.aws.amazon.com/awsconsolehelpdocs/latest/gsg/common-errors.html";
  private static final String IMAGE_FILTERS =
      "https://docs.aws.amazon.com/nova/latest/userguide/image-gen-errors.html";
  private static final String TEXT_FILTERS =
      "https://docs.aws.amazon.com/nova/latest/userguide/text-error-handing.html";
  private static final String RESPONSIBLE_AI =
      "https://github.com/aws-samples/amazon-bedrock-samples/issues/230";
  private static final String MODEL_IDENTIFIER =
      "https://github.com/aws-samples/amazon-bedrock-workshop/issues/315";
  private static final String ON_DEMAND =
      "https://github.com/langchain-ai/langchain-aws/issues/1019";
  private static final String OPERATION = "https://github.com/aws/aws-cli/issues/8717";
  private static final String ACCOUNT =
      "https://github.com/aws-samples/amazon-bedrock-audio-summarizer/issues/3";
  private static final String MARKETPLACE =
      "https://github.com/aws-samples/sample-host-openclaw-on-amazon-bedrock-agentcore/issues/41";
  private static final String PAYMENT = "https://github.com/Tracer-Cloud/opensre/pull/1812";
  private static final String END_OF_LIFE = "https://github.com/gsd-build/gsd-2/issues/5425";
  private static final String MAX_TOKENS = "https://github.com/vercel/ai/issues/2772";
  private static final String DEPRECATED =
      "https://github.com/opensearch-project/agent-health/issues/299";
  private static final String UNSUPPORTED =
      "https://docs.aws.amazon.com/bedrock/latest/userguide/conversation-inference-supported-models-features.html";
  private static final String TOO_LONG = "https://github.com/aws-samples/bedrock-chat/issues/95";
  private static final String TOO_MANY_TOKENS = "https://github.com/aaif-goose/goose/pull/7504";
  private static final String S3_ERRORS =
      "https://docs.aws.amazon.com/AmazonS3/latest/API/ErrorResponses.html";
  private static final String SQS_ERRORS =
      "https://docs.aws.amazon.com/AWSSimpleQueueService/latest/APIReference/CommonErrors.html";
  private static final String SDK_EXCEPTIONS =
      "https://docs.aws.amazon.com/sdk-for-java/latest/developer-guide/handling-exceptions.html";

  static final List<FailureRule> ALL =
      List.of(
          // Bedrock. A wrong model id is the catalogue's fault, which no sender can fix.
          rule(
              ValidationException.class,
              ANY_STATUS,
              "model identifier is invalid",
              Reason.MODEL_UNUSABLE,
              MODEL_IDENTIFIER),
          // AWS writes the apostrophe that follows as U+2019.
          rule(
              ValidationException.class,
              ANY_STATUS,
              "on-demand throughput isn",
              Reason.MODEL_UNUSABLE,
              ON_DEMAND),
          invalid("operation not allowed", Reason.MODEL_UNUSABLE, OPERATION),
          invalid("not authorized", Reason.MODEL_UNUSABLE, ACCOUNT),
          invalid("your account", Reason.MODEL_UNUSABLE, ACCOUNT),
          invalid("marketplace", Reason.MODEL_UNUSABLE, MARKETPLACE),
          invalid("payment", Reason.MODEL_UNUSABLE, PAYMENT),
          invalid("end of its life", Reason.MODEL_UNUSABLE, END_OF_LIFE),
          invalid("marked by provider as legacy", Reason.MODEL_UNUSABLE, END_OF_LIFE),
          // The catalogue's outputTokens is larger than the model allows.
          invalid("maximum tokens you requested", Reason.MODEL_UNUSABLE, MAX_TOKENS),
          // Only the text tells a blocked prompt from a malformed one.
          invalid("content filter", Reason.CONTENT_BLOCKED, IMAGE_FILTERS),
          invalid("blocked", Reason.CONTENT_BLOCKED, TEXT_FILTERS),
          invalid("responsible ai", Reason.CONTENT_BLOCKED, RESPONSIBLE_AI),
          invalid("input is too long", Reason.INVALID_PROMPT, TOO_LONG),
          invalid("prompt is too long", Reason.INVALID_PROMPT, TOO_MANY_TOKENS),
          invalid("too many tokens", Reason.INVALID_PROMPT, TOO_MANY_TOKENS),
          invalid("too many input tokens", Reason.INVALID_PROMPT, TOO_MANY_TOKENS),
          // The catalogue sends parameters to every prompt of a model, but a few come from prompts.
          invalid("is deprecated", Reason.MODEL_UNUSABLE, DEPRECATED).presumed(),
          invalid("doesn't support", Reason.MODEL_UNUSABLE, UNSUPPORTED).presumed(),
          // AWS also writes the apostrophe as U+2019.
          invalid("doesn\u2019t support", Reason.MODEL_UNUSABLE, UNSUPPORTED).presumed(),
          invalid("does not support", Reason.MODEL_UNUSABLE, UNSUPPORTED).presumed(),
          // AWS answers this way to bad prompts, bad catalogue entries and closed accounts alike.
          invalid(ANY_TEXT, Reason.REFUSED, INVOKE_MODEL),
          rule(ThrottlingException.class, ANY_STATUS, ANY_TEXT, Reason.THROTTLED, INVOKE_MODEL),
          rule(ModelNotReadyException.class, ANY_STATUS, ANY_TEXT, Reason.THROTTLED, INVOKE_MODEL),
          rule(
              ModelTimeoutException.class,
              ANY_STATUS,
              ANY_TEXT,
              Reason.MODEL_TIMEOUT,
              INVOKE_MODEL),
          rule(
              ServiceQuotaExceededException.class,
              ANY_STATUS,
              ANY_TEXT,
              Reason.QUOTA,
              INVOKE_MODEL),
          rule(
              AccessDeniedException.class,
              ANY_STATUS,
              ANY_TEXT,
              Reason.MODEL_UNUSABLE,
              INVOKE_MODEL),
          rule(
              ResourceNotFoundException.class,
              ANY_STATUS,
              ANY_TEXT,
              Reason.MODEL_UNUSABLE,
              INVOKE_MODEL),
          // Expired and unknown credentials have no exception class of their own.
          rule(BedrockRuntimeException.class, 401, ANY_TEXT, Reason.MODEL_UNUSABLE, COMMON_ERRORS),
          rule(BedrockRuntimeException.class, 403, ANY_TEXT, Reason.MODEL_UNUSABLE, COMMON_ERRORS),
          rule(BedrockRuntimeException.class, 404, ANY_TEXT, Reason.MODEL_UNUSABLE, ERROR_CODES),
          rule(BedrockRuntimeException.class, 429, ANY_TEXT, Reason.THROTTLED, ERROR_CODES),
          rule(BedrockRuntimeException.class, 402, ANY_TEXT, Reason.MODEL_UNUSABLE, PAYMENT),
          rule(BedrockRuntimeException.class, 400, ANY_TEXT, Reason.REFUSED, COMMON_ERRORS),
          rule(BedrockRuntimeException.class, 413, ANY_TEXT, Reason.INVALID_PROMPT, COMMON_ERRORS),
          rule(BedrockRuntimeException.class, 408, ANY_TEXT, Reason.MODEL_TIMEOUT, INVOKE_MODEL),
          // Bedrock answers 503 before a model works on the request.
          rule(BedrockRuntimeException.class, 503, ANY_TEXT, Reason.MODEL_UNAVAILABLE, ERROR_CODES)
              .withBilling(FailureRow.Billing.NOT_BILLED),
          rule(
              BedrockRuntimeException.class,
              ANY_STATUS,
              ANY_TEXT,
              Reason.MODEL_UNAVAILABLE,
              INVOKE_MODEL),
          rule(S3Exception.class, ANY_STATUS, ANY_TEXT, Reason.STORE, S3_ERRORS),
          rule(SqsException.class, ANY_STATUS, ANY_TEXT, Reason.QUEUE, SQS_ERRORS),
          // Bedrock's and the record's client errors arrive wrapped in exceptions that name their
          // reason, so an error without wrapping comes from storing the result.
          rule(SdkClientException.class, ANY_STATUS, ANY_TEXT, Reason.STORE, SDK_EXCEPTIONS));

  private FailureRules() {}

  private static FailureRule invalid(String text, Reason reason, String source) {
    return rule(ValidationException.class, ANY_STATUS, text, reason, source);
  }

  private static FailureRule rule(
      Class<? extends Throwable> type, int status, String text, Reason reason, String source) {
    return new FailureRule(type, status, text, reason, source);
  }
}
