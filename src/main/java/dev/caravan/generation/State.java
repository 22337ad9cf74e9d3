package dev.caravan.generation;

import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Locale;

/** Where a generation is in its life, as its record says. */
public enum State {
  /** Accepted and put on the queue; nobody works on it. */
  QUEUED,
  /** Claimed: somebody calls the model for it, until the claim expires. */
  RUNNING,
  /** The result lies in S3. */
  DONE,
  /** It will not be tried again by itself; the failure says why. */
  FAILED;

  @JsonValue
  public String text() {
    return name().toLowerCase(Locale.ROOT);
  }
}
