package dev.caravan.failure;

import java.util.Optional;

/** Finds the probe for a failure: the question whose answer tells that the cause is over. */
public final class Probes {

  private final Probe store;

  /**
   * @param store asks whether the result store works
   */
  public Probes(Probe store) {
    this.store = store;
  }

  /**
   * @param thrown the exception that failed the prompt
   * @return empty if the failure does not pause the whole queue
   */
  Optional<Probe> of(FailureRow row, Throwable thrown) {
    // The budget pauses the queue itself, with a probe of its own.
    return row.pausing().what() == FailureRow.Paused.QUEUE && StoreOutage.is(thrown)
        ? Optional.of(store)
        : Optional.empty();
  }
}
