package dev.caravan.model;

import java.io.InputStream;
import java.util.Optional;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.core.SdkResponse;
import software.amazon.awssdk.core.interceptor.Context;
import software.amazon.awssdk.core.interceptor.ExecutionAttribute;
import software.amazon.awssdk.core.interceptor.ExecutionAttributes;
import software.amazon.awssdk.core.interceptor.ExecutionInterceptor;
import software.amazon.awssdk.http.SdkHttpResponse;
import software.amazon.awssdk.services.bedrockruntime.model.InvokeModelRequest;
import software.amazon.awssdk.services.bedrockruntime.model.InvokeModelResponse;

/**
 * Reads the body of an InvokeModel answer without copies. The SDK reads 4 KB at a time into a
 * buffer that it doubles, and then copies the buffer: an image needs three times its size in memory
 * for as long as the call lives. Compressed answers and answers of unknown length are left to the
 * SDK.
 *
 * @see <a
 *     href="https://docs.aws.amazon.com/bedrock/latest/APIReference/API_runtime_InvokeModel.html">AWS:
 *     InvokeModel</a>, for the longest body
 */
final class AnswersInOneArray implements ExecutionInterceptor {

  /** InvokeModel's longest answer. A greater Content-Length is wrong, and is not allocated. */
  private static final int LONGEST = 25_000_000;

  private static final ExecutionAttribute<OneArray> BODY =
      new ExecutionAttribute<>("dev.caravan.InvokeModelBody");

  @Override
  public Optional<InputStream> modifyHttpResponseContent(
      Context.ModifyHttpResponse context, ExecutionAttributes attributes) {
    Optional<InputStream> body = context.responseBody();
    int length = length(context.httpResponse());
    if (!(context.request() instanceof InvokeModelRequest)
        || !context.httpResponse().isSuccessful()
        || body.isEmpty()
        || length <= 0) {
      return body;
    }
    OneArray whole = new OneArray(body.get(), length);
    attributes.putAttribute(BODY, whole);
    return Optional.of(whole);
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

  /** The length of the body; 0 if it is unknown. */
  private static int length(SdkHttpResponse response) {
    if (response.firstMatchingHeader("Content-Encoding").isPresent()) {
      return 0;
    }
    try {
      long length = response.firstMatchingHeader("Content-Length").map(Long::parseLong).orElse(0L);
      return length <= LONGEST ? (int) length : 0;
    } catch (NumberFormatException e) {
      return 0;
    }
  }
}
