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
 * Reads what InvokeModel answers without copies. The SDK reads it 4 KB at a time into a buffer that
 * it doubles, and copies that: an image then costs three times its answer in memory that lives as
 * long as the call. What is no plain answer of a known length is left to the SDK.
 *
 * @see <a
 *     href="https://docs.aws.amazon.com/bedrock/latest/APIReference/API_runtime_InvokeModel.html">AWS:
 *     InvokeModel</a>, for the longest body
 */
final class AnswersInOneArray implements ExecutionInterceptor {

  /** InvokeModel answers with 25,000,000 bytes at most; what says it is longer is not believed. */
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

  /** 0 where it can't be told. */
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
