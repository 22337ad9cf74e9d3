package dev.caravan.store;

/** An object where a record should be is no record of this version; the message names it. */
public final class UnreadableRecordException extends StoreException {

  UnreadableRecordException(String message, Throwable cause) {
    super(message, cause);
  }

  /** The object stays as it is until somebody repairs it. */
  @Override
  public boolean mayBeRetried() {
    return false;
  }
}
