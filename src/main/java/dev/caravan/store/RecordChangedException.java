package dev.caravan.store;

/** Another writer changed the record first. The work of the one who gets this is dropped. */
public class RecordChangedException extends RuntimeException {

  public RecordChangedException(String id) {
    super("Another writer changed the record of " + id + " first.");
  }
}
