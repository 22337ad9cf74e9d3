package dev.caravan.store;

import dev.caravan.generation.Reason;
import dev.caravan.generation.ReasonedException;

/** A call of S3 failed; the message names the object. */
public class StoreException extends ReasonedException {

  public StoreException(String message) {
    this(message, null);
  }

  public StoreException(String message, Throwable cause) {
    this(Reason.STORE, message, cause);
  }

  /** For what S3 answered, if S3 itself is not at fault. */
  StoreException(Reason reason, String message, Throwable cause) {
    super(reason, message, cause);
  }
}
