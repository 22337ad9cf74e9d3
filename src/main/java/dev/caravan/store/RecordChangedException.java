package dev.caravan.store;

import dev.caravan.generation.Generation;
import java.util.Optional;

/** Another writer changed the record first. The work of the one who gets this is dropped. */
public class RecordChangedException extends RuntimeException {

  private final transient Generation current;

  public RecordChangedException(String id) {
    this(id, null);
  }

  /**
   * @param current the record as the other writer left it; null if there is none
   */
  RecordChangedException(String id, Generation current) {
    super("Another writer changed the record of " + id + " first.");
    this.current = current;
  }

  /** The record as it is now; empty if it was deleted. */
  public Optional<Generation> current() {
    return Optional.ofNullable(current);
  }
}
