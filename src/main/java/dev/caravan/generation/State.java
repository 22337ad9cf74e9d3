package dev.caravan.generation;

import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Locale;

/** The state of a generation in its record. */
public enum State {
  /** Accepted and waiting in the queue; no process works on it. */
  QUEUED,
  /** Claimed: its owner calls the model, until the claim expires. */
  RUNNING,
  /** The result is in S3. */
  DONE,
  /** Ended without a result; its failure says why. Caravan does not try it again by itself. */
  FAILED,
  /** Taken back by a caller while it waited. No model is called for it. */
  CANCELLED;

  @JsonValue
  public String text() {
    return name().toLowerCase(Locale.ROOT);
  }
}
