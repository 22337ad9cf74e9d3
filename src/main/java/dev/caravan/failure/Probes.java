package dev.caravan.failure;

import java.util.Optional;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.services.bedrockruntime.BedrockRuntimeClient;

/** Finds the probe for a failure: the question whose answer tells that the cause is over. */
public final class Probes {

  private final BedrockRuntimeClient bedrock;
  private final Probe store;
  private final FailurePolicy policy;

  /**
   * @param store asks whether the result store works
   */
  public Probes(BedrockRuntimeClient bedrock, Probe store, FailurePolicy policy) {
    this.bedrock = bedrock;
    this.store = store;
    this.policy = policy;
  }

  /**
   * @param thrown the exception that failed the prompt
   * @param model that was called; empty if none was
   * @return empty if the failure pauses nothing
   */
  Optional<Probe> of(FailureRow row, Throwable thrown, Optional<String> model) {
    return switch (row.pausing().what()) {
      case NOTHING -> Optional.empty();
      case MODEL -> model.map(id -> () -> askModel(id));
      // The budget pauses the queue itself, with a probe of its own.
      case QUEUE -> StoreOutage.is(thrown) ? Optional.of(store) : Optional.empty();
    };
  }

  /**
   * Sends an empty request. Bedrock checks access before it looks at the request, and a model that
   * is down does not look at it.
   */
  private Optional<String> askModel(String id) {
    try {
      bedrock.invokeModel(
          invoke ->
              invoke
                  .modelId(id)
                  .contentType("application/json")
                  .body(SdkBytes.fromUtf8String("{}")));
      return Optional.empty();
    } catch (RuntimeException e) {
      return policy.rowOf(e).pausing().what() == FailureRow.Paused.MODEL
          ? Optional.of(e.getMessage())
          : Optional.empty();
    }
  }
}
