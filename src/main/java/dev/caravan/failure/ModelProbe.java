package dev.caravan.failure;

import java.util.Optional;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.services.bedrockruntime.BedrockRuntimeClient;

/** Asks Bedrock, without cost, whether a model can be used. */
public final class ModelProbe {

  private final BedrockRuntimeClient bedrock;
  private final FailurePolicy policy;

  public ModelProbe(BedrockRuntimeClient bedrock, FailurePolicy policy) {
    this.bedrock = bedrock;
    this.policy = policy;
  }

  /**
   * Sends an empty request.
   *
   * @param modelId a catalogue id
   * @return what is certainly still wrong; empty if nothing is, or if the answer does not show it
   */
  public Optional<Trouble> trouble(String modelId) {
    // An empty request gets a ValidationException from a model that works, too.
    return verdict(modelId)
        .filter(verdict -> verdict.row().pausing().what() == FailureRow.Paused.LANE)
        .filter(verdict -> !verdict.isPresumed())
        .map(verdict -> Trouble.of(verdict.reason(), verdict.cause()));
  }

  /**
   * Sends an empty request. Bedrock checks access before it looks at the request, and a model that
   * is down does not look at it.
   *
   * @param modelId a catalogue id
   * @return what the answer means; empty if the model accepted the request
   */
  public Optional<Verdict> verdict(String modelId) {
    try {
      bedrock.invokeModel(
          invoke ->
              invoke
                  .modelId(modelId)
                  .contentType("application/json")
                  .body(SdkBytes.fromUtf8String("{}")));
      return Optional.empty();
    } catch (RuntimeException e) {
      return Optional.of(policy.verdict(e));
    }
  }
}
