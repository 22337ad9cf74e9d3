package dev.caravan.routes.delivery;

/** What is known about an activation, and so what this instance may do with it. */
sealed interface Standing {

  /** All may run it. */
  record Good() implements Standing {}

  /** Nobody may follow the first instance. */
  record Refused(Rollout rollout) implements Standing {}

  /** Another instance is trying it, or it is not known yet. */
  record Open() implements Standing {}

  /** A newer activation came before any instance had tried it. */
  record Skipped() implements Standing {}

  /**
   * This instance is the first one, and must try it now.
   *
   * @param version of the rollout in the store
   */
  record First(Rollout rollout, String version) implements Standing {}
}
