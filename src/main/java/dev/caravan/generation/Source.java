package dev.caravan.generation;

import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Locale;

/** The entrance by which a prompt arrived. */
public enum Source {
  HTTP,
  QUEUE;

  @JsonValue
  public String text() {
    return name().toLowerCase(Locale.ROOT);
  }
}
