package dev.caravan.failure;

import dev.caravan.generation.Failure;
import dev.caravan.generation.Generation;
import dev.caravan.generation.Reason;
import dev.caravan.generation.ReasonedException;
import java.time.Clock;
import java.util.Locale;
import java.util.Optional;
import org.apache.camel.Exchange;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.MDC;
import org.slf4j.event.Level;
import org.slf4j.spi.LoggingEventBuilder;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
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

/** The one table of what went wrong and what that means; routes and problem replies ask here. */
public final class FailurePolicy {

  private static final Logger LOG = LoggerFactory.getLogger(FailurePolicy.class);

  /** The field of the log that has the generation's id. */
  private static final String GENERATION = "generation";

  private final Clock clock = Clock.systemUTC();

  /**
   * Puts the {@link Failure} of what was caught into the variable {@code failure}; one log line.
   */
  public void classify(Exchange exchange) {
    Throwable thrown = exchange.getProperty(Exchange.EXCEPTION_CAUGHT, Throwable.class);
    Failure failure = failureOf(thrown);
    exchange.setVariable("failure", failure);
    exchange.setVariable("_thrown", thrown);
    Optional<String> id = FailedGeneration.in(exchange).map(Generation::id);
    // A prompt that must be changed is its sender's business, not the operator's.
    LoggingEventBuilder line = LOG.atLevel(isFinal(failure.reason()) ? Level.INFO : Level.WARN);
    if (id.isPresent() && MDC.get(GENERATION) == null) {
      // It could not be read, so nobody has begun its journey.
      line = line.addKeyValue(GENERATION, id.get());
    }
    line.log(
        "Generation {} failed in {}: {}: {}",
        id.orElse("(no id yet)"),
        exchange.getFromRouteId(),
        failure.reason(),
        failure.detail());
    // What nobody foresaw must be found from the log alone.
    LOG.atLevel(failure.reason() == Reason.UNEXPECTED ? Level.WARN : Level.DEBUG)
        .setCause(thrown)
        .log("What it came from");
  }

  /** What happened, in the words of the records; {@code detail} is safe to show to a caller. */
  public Failure failureOf(Throwable thrown) {
    Throwable telling = telling(thrown);
    Reason reason = reasonOf(telling);
    return new Failure(reason, detail(reason, telling), clock.instant());
  }

  /** True where the same prompt would fail again, so that trying once more only costs. */
  public boolean isFinal(Exchange exchange) {
    Throwable thrown = exchange.getProperty(Exchange.EXCEPTION_CAUGHT, Throwable.class);
    Throwable telling = telling(thrown);
    if (telling instanceof ReasonedException reasoned && reasoned.isFinal()) {
      return true;
    }
    Reason reason = reasonOf(telling);
    return isFinal(reason) || reason == Reason.MODEL_TIMEOUT && hasBeenGivenBack(exchange);
  }

  /** A call that timed out may have been billed: the second receive is the last. */
  private static boolean hasBeenGivenBack(Exchange exchange) {
    return FailedGeneration.in(exchange).map(Generation::attempts).orElse(0) > 1;
  }

  /** Keeps what the retries ended with, for {@link #rethrow} a level above them. */
  public void keep(Exchange exchange) {
    exchange.setVariable(
        "_exhausted", exchange.getProperty(Exchange.EXCEPTION_CAUGHT, Exception.class));
  }

  /**
   * Throws what {@link #keep} kept. An error handler that has given up on an exchange hides it from
   * those around it, so the entrances would never see the failure.
   */
  public void rethrow(Exchange exchange) throws Exception {
    Exception exhausted = exchange.getVariable("_exhausted", Exception.class);
    if (exhausted != null) {
      throw exhausted;
    }
  }

  /** Refused before the model worked on it: such a call is not billed. */
  public boolean isRefusedOutright(Exchange exchange) {
    Throwable telling = telling(exchange.getProperty(Exchange.EXCEPTION_CAUGHT, Throwable.class));
    if (telling instanceof ReasonedException) {
      return false;
    }
    return switch (reasonOf(telling)) {
      case THROTTLED, QUOTA, MODEL_UNUSABLE -> true;
      default -> false;
    };
  }

  private static boolean isFinal(Reason reason) {
    return reason == Reason.INVALID_PROMPT || reason == Reason.CONTENT_BLOCKED;
  }

  /** The first in the chain of causes that the table knows. */
  private static Throwable telling(Throwable thrown) {
    for (Throwable cause = thrown; cause != null; cause = cause.getCause()) {
      if (reasonOf(cause) != Reason.UNEXPECTED) {
        return cause;
      }
    }
    return thrown;
  }

  private static Reason reasonOf(Throwable thrown) {
    if (thrown instanceof ReasonedException reasoned) {
      return reasoned.reason();
    }
    if (thrown instanceof BedrockRuntimeException bedrock) {
      return reasonOfBedrock(bedrock);
    }
    if (thrown instanceof S3Exception) {
      return Reason.STORE;
    }
    if (thrown instanceof SqsException) {
      return Reason.QUEUE;
    }
    // Bedrock's and the record's client-side errors come wrapped; what is left is the result's put.
    return thrown instanceof SdkClientException ? Reason.STORE : Reason.UNEXPECTED;
  }

  private static Reason reasonOfBedrock(BedrockRuntimeException thrown) {
    if (thrown instanceof ValidationException) {
      if (isAboutTheModel(thrown)) {
        return Reason.MODEL_UNUSABLE;
      }
      return isFilter(thrown) ? Reason.CONTENT_BLOCKED : Reason.INVALID_PROMPT;
    }
    if (thrown instanceof ThrottlingException || thrown instanceof ModelNotReadyException) {
      return Reason.THROTTLED;
    }
    if (thrown instanceof ModelTimeoutException) {
      return Reason.MODEL_TIMEOUT;
    }
    if (thrown instanceof ServiceQuotaExceededException) {
      return Reason.QUOTA;
    }
    if (thrown instanceof AccessDeniedException || thrown instanceof ResourceNotFoundException) {
      return Reason.MODEL_UNUSABLE;
    }
    // Expired or unknown credentials are no exception class of their own.
    return switch (thrown.statusCode()) {
      case 401, 403, 404 -> Reason.MODEL_UNUSABLE;
      case 429 -> Reason.THROTTLED;
      default -> Reason.MODEL_UNAVAILABLE;
    };
  }

  /** A blocked prompt is a ValidationException whose text alone tells it from a malformed one. */
  private static boolean isFilter(AwsServiceException thrown) {
    String message = message(thrown).toLowerCase(Locale.ROOT);
    return message.contains("content filter")
        || message.contains("blocked")
        || message.contains("responsible ai");
  }

  /** A wrong model id is the catalogue's fault: every prompt would fail, and none can mend it. */
  private static boolean isAboutTheModel(AwsServiceException thrown) {
    String message = message(thrown).toLowerCase(Locale.ROOT);
    return message.contains("model identifier is invalid")
        || message.contains("on-demand throughput isn");
  }

  private static String detail(Reason reason, Throwable thrown) {
    if (thrown instanceof ReasonedException && reason != Reason.STORE) {
      return thrown.getMessage();
    }
    return switch (reason) {
      case INVALID_PROMPT, CONTENT_BLOCKED ->
          "The model refused the request: " + message((AwsServiceException) thrown);
      case THROTTLED -> "The model takes no more calls just now; try again later.";
      case MODEL_UNAVAILABLE -> "The model's service failed; try again later.";
      case MODEL_TIMEOUT -> "The model did not answer in time.";
      case QUOTA -> "The account's quota for this model is used up.";
      case MODEL_UNUSABLE ->
          "The model can't be used: access is denied, or it is retired or not in this region.";
      case STORE -> "The result store (S3) failed; try again later.";
      case QUEUE -> "The queue (SQS) failed; try again later.";
      case UNEXPECTED -> "Something failed that should not; the log of this generation says what.";
    };
  }

  private static String message(AwsServiceException thrown) {
    return thrown.awsErrorDetails() == null || thrown.awsErrorDetails().errorMessage() == null
        ? "status " + thrown.statusCode()
        : thrown.awsErrorDetails().errorMessage();
  }
}
