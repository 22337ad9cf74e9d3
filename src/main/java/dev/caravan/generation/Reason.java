package dev.caravan.generation;

/** Why a generation failed; the words that records, dead letters, problems and metrics share. */
public enum Reason {
  /** No prompt, not JSON, too long, unknown model or bad parameter: the caller must change it. */
  INVALID_PROMPT,
  /** The model's filter refused the prompt or its own answer. */
  CONTENT_BLOCKED,
  /** The model asked us to slow down, or was not ready yet. */
  THROTTLED,
  /** The model's side failed: 5xx, connection lost, "Inference error", an answer without sense. */
  MODEL_UNAVAILABLE,
  /** No answer in time; the call may have been billed. */
  MODEL_TIMEOUT,
  /** The account's quota or the day's budget is used up. */
  QUOTA,
  /** Access denied, or the model is retired or not in this region: an operator must act. */
  MODEL_UNUSABLE,
  /** S3 failed. */
  STORE,
  /** SQS did not take an asynchronous prompt. */
  QUEUE,
  /** Anything else. */
  UNEXPECTED
}
