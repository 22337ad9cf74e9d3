package dev.caravan.store;

import java.time.Instant;

/** Another owner's claim on this generation is valid. */
public class AlreadyRunningException extends RuntimeException {

  private final transient Instant until;

  public AlreadyRunningException(String id, Instant until) {
    super("Generation " + id + " is in progress.");
    this.until = until;
  }

  /** When that claim expires unless its owner renews it. */
  public Instant until() {
    return until;
  }
}
