package dev.caravan.store;

/** Somebody else changed the record first: whoever gets this drops its own work. */
public class RecordChangedException extends RuntimeException {

  public RecordChangedException(String id) {
    super("The record of " + id + " was changed by somebody else.");
  }
}
