package dev.caravan.failure;

import java.util.Optional;

/** Asks whether the cause of a pause is over; costs nothing and changes nothing. */
@FunctionalInterface
public interface Probe {

  /** What is still wrong; empty if the cause is over. */
  Optional<String> trouble();
}
