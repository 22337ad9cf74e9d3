package dev.caravan.store;

import dev.caravan.generation.Reason;

/**
 * An object where a record should be is no record of this version; the message names it. It has no
 * cause, because the parser's message quotes the record, and so the prompt.
 */
public final class UnreadableRecordException extends StoreException {

  private UnreadableRecordException(Reason reason, String message) {
    super(reason, message, null);
  }

  /** Nobody can read the object; it stays as it is until somebody repairs it. */
  static UnreadableRecordException broken(String key) {
    return new UnreadableRecordException(Reason.UNEXPECTED, key + " is not a generation's record.");
  }

  /** Somebody copied the record to this key; an answer would show another prompt's result. */
  static UnreadableRecordException ofAnother(String key) {
    return new UnreadableRecordException(
        Reason.UNEXPECTED, key + " is the record of another generation.");
  }

  /** Instances of a later version can read the object, so a message waits for them. */
  static UnreadableRecordException later(String key, int format, int newest) {
    return new UnreadableRecordException(
        Reason.STORE,
        "%s has record format %d; this version reads up to %d.".formatted(key, format, newest));
  }

  @Override
  public boolean mayBeRetried() {
    return false;
  }
}
