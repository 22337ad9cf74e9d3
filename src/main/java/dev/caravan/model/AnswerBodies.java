package dev.caravan.model;

import dev.caravan.memory.Hold;
import java.io.InputStream;
import java.time.Duration;
import java.util.Optional;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.core.SdkRequest;
import software.amazon.awssdk.core.SdkResponse;
import software.amazon.awssdk.core.exception.AbortedException;
import software.amazon.awssdk.core.interceptor.Context;
import software.amazon.awssdk.core.interceptor.ExecutionAttribute;
import software.amazon.awssdk.core.interceptor.ExecutionAttributes;
import software.amazon.awssdk.core.interceptor.ExecutionInterceptor;
import software.amazon.awssdk.http.Abortable;
import software.amazon.awssdk.http.SdkHttpResponse;
import software.amazon.awssdk.services.bedrockruntime.model.ConverseRequest;
import software.amazon.awssdk.services.bedrockruntime.model.InvokeModelRequest;
import software.amazon.awssdk.services.bedrockruntime.model.InvokeModelResponse;

/**
 * Reads the bodies of Bedrock's answers. An answer above the catalogue's limit is refused before it
 * is in memory. One that fits waits, unread, until there is memory for it. The body of an
 * InvokeModel answer is read without copies: the SDK reads 4 KB at a time into a buffer that it
 * doubles, and then copies the buffer, so an image would need three times its size.
 */
final class AnswerBodies implements ExecutionInterceptor {

  /** Enough for the message of any error; the rest of a longer body is not read. */
  private static final int LONGEST_ERROR = 1_000_000;

  private static final ExecutionAttribute<OneArray> BODY =
      new ExecutionAttribute<>("dev.caravan.InvokeModelBody");

  private final Catalogue catalogue;
  private final Duration longestWait;

  /**
   * @param longestWait for memory
   */
  AnswerBodies(Catalogue catalogue, Duration longestWait) {
    this.catalogue = catalogue;
    this.longestWait = longestWait;
  }

  @Override
  public Optional<InputStream> modifyHttpResponseContent(
      Context.ModifyHttpResponse context, ExecutionAttributes attributes) {
    return context
        .responseBody()
        .map(
            body -> {
              if (!context.httpResponse().isSuccessful()) {
                return LimitedBody.ending(body, LONGEST_ERROR);
              }
              long length = length(context.httpResponse());
              return length == 0 ? body : answer(body, length, context.request(), attributes);
            });
  }

  private InputStream answer(
      InputStream body, long length, SdkRequest request, ExecutionAttributes attributes) {
    Model model = catalogue.accepted(modelId(request));
    int limit = model.limits().answerBytes();
    try {
      if (length > limit) {
        throw AnswerTooLargeException.of(model, length);
      }
      long atMost = length < 0 ? limit : length;
      await(model, atMost, attributes.getAttribute(AnswerMemory.OF_CALL));
    } catch (RuntimeException e) {
      // Otherwise the SDK would read the rest, to use the connection again.
      abort(body);
      throw e;
    }
    InputStream limited = LimitedBody.failing(body, limit, () -> AnswerTooLargeException.of(model));
    if (!(request instanceof InvokeModelRequest)) {
      return limited;
    }
    OneArray whole =
        length < 0 ? OneArray.ofUnknownLength(limited) : new OneArray(limited, (int) length);
    attributes.putAttribute(BODY, whole);
    return whole;
  }

  /**
   * @param hold null for a call that no prompt made
   */
  private void await(Model model, long length, Hold hold) {
    try {
      if (hold != null && !hold.take(AnswerMemory.needed(model.family(), length), longestWait)) {
        throw new NoMemoryException(length, longestWait);
      }
    } catch (InterruptedException e) {
      // The SDK interrupts calls that take too long.
      Thread.currentThread().interrupt();
      throw AbortedException.create("The call ended while its answer waited for memory.", e);
    }
  }

  @Override
  public SdkResponse modifyResponse(
      Context.ModifyResponse context, ExecutionAttributes attributes) {
    OneArray body = attributes.getAttribute(BODY);
    if (body == null || !(context.response() instanceof InvokeModelResponse response)) {
      return context.response();
    }
    return response.toBuilder().body(SdkBytes.fromByteArrayUnsafe(body.bytes())).build();
  }

  private static String modelId(SdkRequest request) {
    return request instanceof ConverseRequest converse
        ? converse.modelId()
        : ((InvokeModelRequest) request).modelId();
  }

  /** The length of the body; -1 if it is unknown. */
  private static long length(SdkHttpResponse response) {
    try {
      return response
          .firstMatchingHeader("Content-Length")
          .map(Long::parseLong)
          .filter(length -> length >= 0)
          .orElse(-1L);
    } catch (NumberFormatException e) {
      return -1;
    }
  }

  private static void abort(InputStream body) {
    if (body instanceof Abortable abortable) {
      abortable.abort();
    }
  }
}
