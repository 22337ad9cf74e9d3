package dev.caravan.model;

import dev.caravan.generation.Generation;
import dev.caravan.generation.Sha256;

/**
 * The seed of a generation: the caller's, or else one derived from the id, so that every attempt
 * has the same seed and makes the same image.
 */
final class Seeds {

  private Seeds() {}

  /** The seed; null if the model accepts none. */
  static Long of(Generation generation, Model model) {
    Model.SeedRange range = model.limits().seed();
    if (range == null) {
      return null;
    }
    if (generation.prompt().seed() != null && range.contains(generation.prompt().seed())) {
      return generation.prompt().seed();
    }
    // 0 asks Stability for a random seed, so it is left out.
    long least = Math.max(1, range.min());
    long span = range.max() - least + 1;
    return least + Math.floorMod(Sha256.of(generation.id()).asLong(), span);
  }
}
