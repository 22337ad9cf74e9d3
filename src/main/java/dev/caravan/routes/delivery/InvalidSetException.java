package dev.caravan.routes.delivery;

/** Files are not a route set. The message says which file is wrong, and what would be right. */
public final class InvalidSetException extends Exception {

  InvalidSetException(String message) {
    super(message);
  }
}
