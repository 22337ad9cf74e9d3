package dev.caravan.tracing;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.core.SdkRequest;
import software.amazon.awssdk.core.interceptor.Context;
import software.amazon.awssdk.core.interceptor.ExecutionAttribute;
import software.amazon.awssdk.core.interceptor.ExecutionAttributes;
import software.amazon.awssdk.core.interceptor.ExecutionInterceptor;
import software.amazon.awssdk.core.interceptor.SdkExecutionAttribute;
import software.amazon.awssdk.http.SdkHttpRequest;
import software.amazon.awssdk.services.sqs.model.MessageAttributeValue;
import software.amazon.awssdk.services.sqs.model.SendMessageRequest;

/**
 * Adds a prompt's trace to the calls to AWS, as an interceptor of the SDK's clients. Every call is
 * a span. Its request has the trace in an HTTP header, and a message that is sent has it in its
 * attributes. Calls without a prompt (receives, renewals, probes) are not changed.
 */
public final class TracedCalls implements ExecutionInterceptor {

  private static final ExecutionAttribute<TraceSpan> SPAN = new ExecutionAttribute<>("CaravanSpan");

  /** SQS's maximum number of attributes per message. */
  private static final int MOST_ATTRIBUTES = 10;

  /**
   * 404, 409 and 412: the object is missing or has another version. Caravan asks for these answers.
   */
  private static final Set<Integer> ANSWERS = Set.of(404, 409, 412);

  private final Traces traces;

  public TracedCalls(Traces traces) {
    this.traces = traces;
  }

  @Override
  public void beforeExecution(Context.BeforeExecution call, ExecutionAttributes attributes) {
    traces
        .current()
        .ifPresent(
            outer -> attributes.putAttribute(SPAN, begin(outer, call.request(), attributes)));
  }

  private static TraceSpan begin(
      TraceSpan outer, SdkRequest request, ExecutionAttributes attributes) {
    String service = attributes.getAttribute(SdkExecutionAttribute.SERVICE_NAME);
    String operation = attributes.getAttribute(SdkExecutionAttribute.OPERATION_NAME);
    TraceSpan span =
        request instanceof SendMessageRequest send
            ? sending(outer, send)
            : outer.child(service + '.' + operation, TraceSpan.Kind.CLIENT);
    span.put("rpc.system", "aws-api");
    span.put("rpc.service", service);
    span.put("rpc.method", operation);
    request
        .getValueForField("modelId", String.class)
        .ifPresent(model -> span.put("gen_ai.request.model", model));
    return span;
  }

  private static TraceSpan sending(TraceSpan outer, SendMessageRequest send) {
    String queue = send.queueUrl().substring(send.queueUrl().lastIndexOf('/') + 1);
    TraceSpan span = outer.child("send " + queue, TraceSpan.Kind.PRODUCER);
    span.put("messaging.system", "aws_sqs");
    span.put("messaging.operation.type", "send");
    span.put("messaging.destination.name", queue);
    return span;
  }

  @Override
  public SdkRequest modifyRequest(Context.ModifyRequest call, ExecutionAttributes attributes) {
    TraceSpan span = attributes.getAttribute(SPAN);
    return span != null && call.request() instanceof SendMessageRequest send
        ? told(send, span.context())
        : call.request();
  }

  private static SendMessageRequest told(SendMessageRequest send, TraceParent context) {
    Map<String, MessageAttributeValue> all = new HashMap<>(send.messageAttributes());
    all.put(TraceParent.HEADER, text(context.header()));
    if (!context.state().isEmpty()) {
      all.put(TraceParent.STATE_HEADER, text(context.state()));
    }
    return all.size() > MOST_ATTRIBUTES ? send : send.toBuilder().messageAttributes(all).build();
  }

  private static MessageAttributeValue text(String value) {
    return MessageAttributeValue.builder().dataType("String").stringValue(value).build();
  }

  /** Before the request is signed, because the signature covers its headers. */
  @Override
  public SdkHttpRequest modifyHttpRequest(
      Context.ModifyHttpRequest call, ExecutionAttributes attributes) {
    TraceSpan span = attributes.getAttribute(SPAN);
    if (span == null || !span.isExported()) {
      return call.httpRequest();
    }
    span.put("server.address", call.httpRequest().host());
    TraceParent context = span.context();
    return call.httpRequest()
        .copy(
            request -> {
              request.putHeader(TraceParent.HEADER, context.header());
              if (!context.state().isEmpty()) {
                request.putHeader(TraceParent.STATE_HEADER, context.state());
              }
            });
  }

  @Override
  public void afterExecution(Context.AfterExecution call, ExecutionAttributes attributes) {
    Optional.ofNullable(attributes.getAttribute(SPAN))
        .ifPresent(
            span -> {
              answered(span, call.httpResponse().statusCode());
              span.end();
            });
  }

  @Override
  public void onExecutionFailure(Context.FailedExecution call, ExecutionAttributes attributes) {
    Optional.ofNullable(attributes.getAttribute(SPAN))
        .ifPresent(
            span -> {
              failed(span, call.exception());
              span.end();
            });
  }

  private static void failed(TraceSpan span, Throwable thrown) {
    if (!(thrown instanceof AwsServiceException refused)) {
      span.fail(thrown.getClass().getSimpleName());
      return;
    }
    answered(span, refused.statusCode());
    if (!ANSWERS.contains(refused.statusCode())) {
      span.fail(
          refused.awsErrorDetails() == null
              ? String.valueOf(refused.statusCode())
              : refused.awsErrorDetails().errorCode());
    }
  }

  private static void answered(TraceSpan span, int status) {
    span.put("http.response.status_code", status);
  }
}
