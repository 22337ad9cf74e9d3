package dev.caravan.generation;

/** Why a generation failed; records, dead letters, problem details and metrics use these names. */
public enum Reason {
  /** No prompt, not JSON, too long, unknown model or wrong parameter: the caller must change it. */
  INVALID_PROMPT,
  /** The model's filter refused the prompt or its own answer. */
  CONTENT_BLOCKED,
  /** The model's rate limit was exceeded, or the model was not ready yet. */
  THROTTLED,
  /** The model's side failed: 5xx, lost connection, "Inference error", or an unusable answer. */
  MODEL_UNAVAILABLE,
  /** No answer in time; the call may have been billed. */
  MODEL_TIMEOUT,
  /** The account's quota or the day's budget is used up. */
  QUOTA,
  /** Access denied, or the model is retired or not in this region: an operator must act. */
  MODEL_UNUSABLE,
  /** S3 failed. */
  STORE,
  /** SQS did not accept an asynchronous prompt. */
  QUEUE,
  /** Anything else. */
  UNEXPECTED
}
