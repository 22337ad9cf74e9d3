package dev.caravan.generation;

/**
 * Why a generation failed: the word that records, dead letters, problems and metrics share. What
 * each reason means and what follows from it is in {@code dev.caravan.failure.FailureTable}.
 */
public enum Reason {
  INVALID_PROMPT,
  CONTENT_BLOCKED,
  REFUSED,
  THROTTLED,
  MODEL_UNAVAILABLE,
  MODEL_TIMEOUT,
  QUOTA,
  MODEL_UNUSABLE,
  STORE,
  QUEUE,
  EXPIRED,
  UNEXPECTED
}
