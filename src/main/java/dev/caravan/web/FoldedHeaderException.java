package dev.caravan.web;

/**
 * A header field goes on in another line. It has no stack trace, because it is no fault of ours.
 */
final class FoldedHeaderException extends RuntimeException {

  FoldedHeaderException() {
    super(null, null, false, false);
  }
}
