package dev.caravan.store;

import java.time.Instant;

/** Somebody else works on this generation now. */
public class AlreadyRunningException extends RuntimeException {

  private final transient Instant until;

  public AlreadyRunningException(String id, Instant until) {
    super("Generation " + id + " is in progress.");
    this.until = until;
  }

  /** When the claim expires, unless its owner renews it. */
  public Instant until() {
    return until;
  }
}
