package dev.caravan.pace;

import java.util.Optional;

/** Asks whether what made us pause is over; costs nothing and changes nothing. */
@FunctionalInterface
public interface Probe {

  /** What is still wrong; empty where it is over. */
  Optional<String> trouble();
}
