package dev.caravan.model;

import com.fasterxml.jackson.annotation.JsonValue;
import java.time.LocalDate;
import java.util.Locale;

/**
 * How long a model is available.
 *
 * @param endOfLife the day from which Bedrock answers 404; null while none is announced
 * @param replacement a catalogue id to use instead
 */
public record Lifecycle(State state, LocalDate endOfLife, String replacement) {

  /** Bedrock's states; {@code RETIRED} models are past their end of life. */
  public enum State {
    ACTIVE,
    LEGACY,
    RETIRED;

    @JsonValue
    public String text() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  public boolean isOverAt(LocalDate day) {
    return state == State.RETIRED || endOfLife != null && !day.isBefore(endOfLife);
  }
}
