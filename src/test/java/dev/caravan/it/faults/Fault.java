package dev.caravan.it.faults;

import java.time.Duration;
import java.time.Instant;

/** A deliberate fault, which may explain a call. */
sealed interface Fault {

  /**
   * SIGKILL: what the instance had paid for and not stored is gone.
   *
   * @param at when it had ended
   */
  record Kill(String instance, Instant at) implements Fault {}

  /** SIGTERM: explains no call, because what runs is finished. */
  record Stop(String instance, Instant at) implements Fault {}

  /** Nothing can be stored meanwhile, and the retries of a result may be used up before it ends. */
  record StoreDown(Instant from, Instant to) implements Fault {

    Duration length() {
      return Duration.between(from, to);
    }
  }

  /** Bedrock answers 403 to all. */
  record Denied(Instant at) implements Fault {}
}
