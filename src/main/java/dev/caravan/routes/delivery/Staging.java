package dev.caravan.routes.delivery;

import dev.caravan.routes.reload.Fault;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Decides by the rollouts in the store which instance tries a set first, and whether the others may
 * follow.
 */
final class Staging {

  /** After this time without an answer of the first instance, the set counts as failed. */
  static final Duration LONGEST_TRIAL = Duration.ofSeconds(120);

  private static final Standing GOOD = new Standing.Good();
  private static final Standing OPEN = new Standing.Open();
  private static final Standing SKIPPED = new Standing.Skipped();

  private final RouteStore store;
  private final String instance;

  /** Answers that never change again, so that they need not be read again. */
  private final Map<String, Standing> known = new HashMap<>();

  Staging(RouteStore store, String instance) {
    this.store = store;
    this.instance = instance;
  }

  /** True if the set may be used at a start. */
  boolean isRecordedAsGood(Activation activation) {
    return !activation.staged()
        || store
            .rollout(activation)
            .filter(found -> found.value().state() == Rollout.State.OK)
            .isPresent();
  }

  /** Makes this instance the first one if no instance is. */
  Standing standing(Activation activation, boolean isNewest) {
    if (!activation.staged()) {
      return GOOD;
    }
    Standing before = known.get(activation.id());
    if (before != null) {
      return before;
    }
    Standing now =
        store
            .rollout(activation)
            .map(found -> begun(activation, isNewest, found))
            .orElseGet(() -> isNewest ? elect(activation) : SKIPPED);
    if (!(now instanceof Standing.Open) && !(now instanceof Standing.First)) {
      known.put(activation.id(), now);
    }
    return now;
  }

  private Standing elect(Activation activation) {
    Optional<String> version = store.elect(activation, instance);
    return version.isPresent()
        ? new Standing.First(Rollout.trying(activation.set(), instance), version.get())
        : OPEN;
  }

  private Standing begun(
      Activation activation, boolean isNewest, RouteStore.Versioned<Rollout> found) {
    Rollout rollout = found.value();
    return switch (rollout.state()) {
      case OK -> GOOD;
      case REJECTED, FAILED -> new Standing.Refused(rollout);
      case TRYING -> {
        if (rollout.first().equals(instance)) {
          // The answer to the write that made this instance the first one was lost.
          yield isNewest ? new Standing.First(rollout, found.version()) : SKIPPED;
        }
        if (found.age().compareTo(LONGEST_TRIAL) > 0) {
          giveUp(activation, found);
        }
        yield OPEN;
      }
    };
  }

  /** The first instance has ended without an answer, perhaps because of the set. */
  private void giveUp(Activation activation, RouteStore.Versioned<Rollout> found) {
    store.conclude(
        activation,
        found
            .value()
            .becomes(
                Rollout.State.FAILED,
                List.of(
                    Fault.of(
                        "",
                        "The first instance, %s, gave no answer within %d s."
                            .formatted(found.value().first(), LONGEST_TRIAL.toSeconds()),
                        "Look at its log. If it was stopped for another reason, push again."))),
        found.version());
  }

  /**
   * Writes how the set did on this instance, the first one.
   *
   * @return what all instances know now: another one may have given up waiting for this one
   */
  Rollout conclude(Trial trial, Rollout verdict) {
    Activation activation = trial.activation();
    Rollout written = verdict;
    if (store.conclude(activation, verdict, trial.begun().version()).isEmpty()) {
      // If it is not refused, an earlier write was applied, and its answer was lost.
      written =
          store
              .rollout(activation)
              .map(RouteStore.Versioned::value)
              .filter(Rollout::isRefused)
              .orElse(verdict);
    }
    known.put(activation.id(), written.isRefused() ? new Standing.Refused(written) : GOOD);
    return written;
  }
}
