package dev.caravan.cli;

import dev.caravan.routes.delivery.Activation;
import dev.caravan.routes.delivery.Rollout;
import dev.caravan.routes.delivery.RouteStore;
import java.util.List;
import java.util.Optional;

/**
 * The sets that a fleet has run.
 *
 * @param all activations, newest first, at least one
 */
record EarlierSets(List<Activation> all, RouteStore store) {

  /**
   * The newest earlier set that the fleet has run and that is stored undamaged.
   *
   * @throws CommandFailedException if there is none
   */
  String previous() {
    String active = all.get(0).set();
    return all.stream()
        .map(Activation::set)
        .filter(set -> !set.equals(active))
        .distinct()
        .filter(this::hasRun)
        .filter(set -> set.equals(Activation.IMAGE) || store.isUsable(set))
        .findFirst()
        .orElseThrow(
            () ->
                new CommandFailedException(
                    "The history has no earlier set that the fleet has run. To use the routes in the"
                        + " image, run caravan routes rollback --to image."));
  }

  /**
   * Whether the fleet has run this set, and its newest trial that had prompts was good. Each fleet
   * starts with the image's routes.
   */
  boolean hasRun(String set) {
    if (set.equals(Activation.IMAGE)) {
      return true;
    }
    boolean hasRun = false;
    for (Activation activation : all) {
      if (!activation.set().equals(set)) {
        continue;
      }
      Optional<Rollout> trial = store.rollout(activation).map(RouteStore.Versioned::value);
      if (trial.filter(each -> each.isRefused() || each.isProven()).isPresent()) {
        return trial.get().isProven();
      }
      hasRun |= !activation.staged() || trial.filter(Rollout::isIdle).isPresent();
    }
    return hasRun;
  }
}
