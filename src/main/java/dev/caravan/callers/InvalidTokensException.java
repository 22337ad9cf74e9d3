package dev.caravan.callers;

/**
 * A list of tokens can't be read. The message names the place and never repeats the text there,
 * which may be a token.
 */
public final class InvalidTokensException extends RuntimeException {

  InvalidTokensException(String message) {
    super(message);
  }
}
