package dev.caravan.model;

import java.util.concurrent.atomic.AtomicReference;
import org.apache.camel.Exchange;
import software.amazon.awssdk.core.interceptor.ExecutionAttribute;
import software.amazon.awssdk.services.bedrockruntime.model.ConverseRequest;
import software.amazon.awssdk.services.bedrockruntime.model.ConverseResponse;

/**
 * Why a text model stopped, as AWS sent it. camel-aws-bedrock hands on only reasons that this
 * version of the SDK knows, so the client leaves the reason in the request.
 */
final class StopReasons {

  /** With this attribute, the request of a call carries the stop reason of its answer. */
  static final ExecutionAttribute<AtomicReference<String>> OF_CALL =
      new ExecutionAttribute<>("dev.caravan.StopReason");

  private static final String HEADER =
      "header:" + Models.RESPONSE + ".CamelAwsBedrockConverseStopReason";

  private StopReasons() {}

  /** Leaves the answer's stop reason in the request. */
  static ConverseResponse keep(ConverseRequest request, ConverseResponse response) {
    AtomicReference<String> kept = in(request);
    if (kept != null) {
      kept.set(response.stopReasonAsString());
    }
    return response;
  }

  /** The stop reason of the exchange's last call; null if the answer has none. */
  static String of(Exchange exchange) {
    AtomicReference<String> kept =
        exchange.getVariable(Models.REQUEST) instanceof ConverseRequest request
            ? in(request)
            : null;
    if (kept != null && kept.get() != null) {
      return kept.get();
    }
    // If another client has answered. Camel names a reason that it does not know "null".
    String named = exchange.getVariable(HEADER, String.class);
    return "null".equals(named) ? null : named;
  }

  private static AtomicReference<String> in(ConverseRequest request) {
    return request
        .overrideConfiguration()
        .map(call -> call.executionAttributes().getAttribute(OF_CALL))
        .orElse(null);
  }
}
