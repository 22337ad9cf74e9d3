package dev.caravan.routes.delivery;

import dev.caravan.routes.reload.Fault;
import java.util.List;

/**
 * A set with which this instance began first, until the store has the answer.
 *
 * @param begun the rollout and its version, as this instance has created it
 * @param before what this instance ran before
 * @param failures the number of failed prompts at the switch
 * @param usual the number of prompts that failed in the minute before
 * @param finished the number of finished prompts at the switch
 * @param rejected why the set could not be loaded; empty if it runs
 */
record Trial(
    Activation activation,
    Standing.First begun,
    Running before,
    double failures,
    double usual,
    double finished,
    List<Fault> rejected) {

  boolean isRejected() {
    return !rejected.isEmpty();
  }

  /**
   * How the set has done until now.
   *
   * @param failuresNow the number of failed prompts
   * @param finishedNow the number of finished prompts, the failed ones included
   */
  Rollout verdict(double failuresNow, double finishedNow) {
    if (isRejected()) {
      return begun.rollout().becomes(Rollout.State.REJECTED, rejected);
    }
    Rollout rollout = begun.rollout().after(Math.round(finishedNow - finished));
    double failed = failuresNow - failures;
    if (failed <= usual) {
      return rollout.becomes(Rollout.State.OK, List.of());
    }
    return rollout.becomes(
        Rollout.State.FAILED,
        List.of(
            Fault.of(
                "",
                "Prompts failed with UNEXPECTED right after the switch: %.0f, and %.0f in the minute before."
                    .formatted(failed, usual),
                "The log of %s shows the stack trace.".formatted(rollout.first()))));
  }
}
