package dev.caravan.routes.delivery;

import dev.caravan.routes.reload.Fault;
import java.util.List;

/**
 * A set with which this instance began first, until the store has the answer.
 *
 * @param begun the rollout and its version, as this instance has created it
 * @param before what this instance ran before
 * @param failures the number of failed prompts at the switch
 * @param isTelling false if prompts failed shortly before the switch as well
 * @param rejected why the set could not be loaded; empty if it runs
 */
record Trial(
    Activation activation,
    Standing.First begun,
    Running before,
    double failures,
    boolean isTelling,
    List<Fault> rejected) {

  boolean isRejected() {
    return !rejected.isEmpty();
  }

  /**
   * How the set has done until now.
   *
   * @param failuresNow the number of failed prompts
   */
  Rollout verdict(double failuresNow) {
    Rollout rollout = begun.rollout();
    if (isRejected()) {
      return rollout.becomes(Rollout.State.REJECTED, rejected);
    }
    double failed = failuresNow - failures;
    if (!isTelling || failed <= 0) {
      return rollout.becomes(Rollout.State.OK, List.of());
    }
    return rollout.becomes(
        Rollout.State.FAILED,
        List.of(
            Fault.of(
                "",
                "Prompts failed with UNEXPECTED right after the switch: %.0f.".formatted(failed),
                "The log of %s shows the stack trace.".formatted(rollout.first()))));
  }
}
