package dev.caravan.store;

/**
 * Another owner of the same prompt has stored a result first. The step {@code adopt-stored} takes
 * over that result, so that the record and the object agree.
 */
public final class StoredByAnotherException extends RecordChangedException {

  private final transient ResultFacts stored;

  StoredByAnotherException(String key, ResultFacts stored) {
    super("(result " + key + ")");
    this.stored = stored;
  }

  ResultFacts stored() {
    return stored;
  }
}
