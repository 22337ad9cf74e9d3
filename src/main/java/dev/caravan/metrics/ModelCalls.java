package dev.caravan.metrics;

import dev.caravan.failure.FailurePolicy;
import dev.caravan.generation.Usage;
import dev.caravan.model.Models;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.function.Consumer;
import org.apache.camel.Endpoint;
import org.apache.camel.Exchange;
import org.apache.camel.spi.CamelEvent.ExchangeSendingEvent;
import org.apache.camel.spi.CamelEvent.ExchangeSentEvent;
import software.amazon.awssdk.services.bedrockruntime.model.BedrockRuntimeRequest;

/**
 * Times the calls of models. The outcome of a call is known once its answer has been read, which is
 * when the route around the call ends.
 */
final class ModelCalls {

  private static final String TOOK = "caravan.model.call.took";

  private final Meters meters;
  private final FailurePolicy policy;
  private final Consumer<String> called;

  /**
   * @param called receives the model of each call
   */
  ModelCalls(Meters meters, FailurePolicy policy, Consumer<String> called) {
    this.meters = meters;
    this.policy = policy;
    this.called = called;
  }

  /** Whether a step calls a model. */
  static boolean isOne(ExchangeSendingEvent event) {
    return isBedrock(event.getEndpoint());
  }

  private static boolean isBedrock(Endpoint endpoint) {
    return endpoint.getEndpointUri().startsWith("aws-bedrock:");
  }

  /** Called after a step has sent an exchange to an endpoint. */
  void sent(ExchangeSentEvent event) {
    if (isBedrock(event.getEndpoint())) {
      event.getExchange().setProperty(TOOK, Duration.ofMillis(event.getTimeTaken()));
    }
  }

  /** Called at the end of a route. If the route called a model, the outcome is known now. */
  void answered(Exchange exchange) {
    Duration took = (Duration) exchange.removeProperty(TOOK);
    BedrockRuntimeRequest request =
        exchange.getVariable(Models.REQUEST, BedrockRuntimeRequest.class);
    if (took == null || request == null) {
      return;
    }
    String model = request.getValueForField("modelId", String.class).orElseThrow();
    called.accept(model);
    Exception thrown = exchange.getException();
    String outcome = thrown == null ? "ok" : policy.failureOf(thrown).reason().name();
    meters.timer(Metric.MODEL_CALL, model, outcome).record(took);
    count(model, exchange, thrown == null);
  }

  /** An answer costs the same whether it can be used or not. */
  private void count(String model, Exchange exchange, boolean isResult) {
    Usage usage = exchange.getVariable(Models.CALL_USAGE, Usage.class);
    if (usage != null) {
      meters.counter(Metric.TOKENS, model, "input").increment(usage.inputTokens());
      meters.counter(Metric.TOKENS, model, "output").increment(usage.outputTokens());
    } else if (isResult) {
      meters.counter(Metric.IMAGES, model).increment();
    }
    BigDecimal cost = exchange.getVariable(Models.CALL_COST, BigDecimal.class);
    if (cost != null) {
      meters.counter(Metric.COST_USD, model).increment(cost.doubleValue());
    }
  }
}
