package dev.caravan.model;

import com.fasterxml.jackson.annotation.JsonValue;
import java.time.LocalDate;
import java.util.Locale;

/**
 * How long a model will be there.
 *
 * @param endOfLife the day from which Bedrock answers 404; null while none is announced
 * @param replacement a catalogue id to use instead
 */
public record Lifecycle(State state, LocalDate endOfLife, String replacement) {

  /** Bedrock's own words; {@code RETIRED} is what is past its end of life. */
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
