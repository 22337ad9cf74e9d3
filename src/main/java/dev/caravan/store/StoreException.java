package dev.caravan.store;

import dev.caravan.generation.Reason;
import dev.caravan.generation.ReasonedException;

/** A call of S3 failed; the message names the object. */
public class StoreException extends ReasonedException {

  public StoreException(String message) {
    this(message, null);
  }

  public StoreException(String message, Throwable cause) {
    super(Reason.STORE, message, cause);
  }
}
