package dev.caravan.bench.http;

/**
 * What one call got.
 *
 * @param status 0 if there was no answer
 * @param retryAfter the header's value; null if there is none
 * @param failure why there was no answer; null if there was one
 * @param micros from the moment the call was due until the end of its answer, or its failure
 */
record Answer(int status, String retryAfter, String failure, long micros) {

  /** The status, or the kind of failure. */
  String outcome() {
    return failure == null ? String.valueOf(status) : failure;
  }

  /** Whether the answer says, in whole seconds, when to call again. */
  boolean hasRetryAfter() {
    return retryAfter != null && retryAfter.matches("[1-9][0-9]*");
  }
}
