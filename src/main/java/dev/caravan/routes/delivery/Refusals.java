package dev.caravan.routes.delivery;

import dev.caravan.routes.reload.Fault;
import java.time.Clock;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The activations that this instance does not run, and why it does not run the newest one. */
final class Refusals {

  private static final Logger LOG = LoggerFactory.getLogger(Refusals.class);

  /** Enough faults to see what is wrong; lint shows the others. */
  private static final int MOST_FAULTS = 20;

  private final String instance;
  private final Clock clock;
  private final Set<String> all = new HashSet<>();
  // Read by requests of GET /observe/routes.
  private volatile Optional<Refusal> active = Optional.empty();

  Refusals(String instance, Clock clock) {
    this.instance = instance;
    this.clock = clock;
  }

  /**
   * @param by the instance that found the faults, this one or the first
   */
  void add(Activation activation, String by, List<Fault> faults, boolean isNewest) {
    all.add(activation.id());
    if (isNewest) {
      List<Fault> few = faults.subList(0, Math.min(MOST_FAULTS, faults.size()));
      active =
          Optional.of(new Refusal(activation.id(), activation.set(), by, clock.instant(), few));
    }
    LOG.warn(
        "The route set {} is not used; {} rejected it: {}",
        activation.shortSet(),
        by.equals(instance) ? "this instance" : "the first instance, " + by + ",",
        faults.isEmpty() ? "" : faults.get(0).text());
  }

  boolean contains(Activation activation) {
    return all.contains(activation.id());
  }

  /** Another activation counts now, so what is wrong with an older one counts no more. */
  void keepOnly(Activation newest) {
    active = active.filter(refusal -> refusal.activation().equals(newest.id()));
  }

  /** Why this instance does not run the newest activation; empty if it runs it or waits for it. */
  Optional<Refusal> active() {
    return active;
  }
}
