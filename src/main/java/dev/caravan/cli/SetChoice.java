package dev.caravan.cli;

import dev.caravan.routes.delivery.Activation;
import dev.caravan.routes.delivery.InvalidSetException;
import dev.caravan.routes.delivery.Pointer;
import dev.caravan.routes.delivery.RouteSet;
import dev.caravan.routes.delivery.RouteStore;
import java.io.IOException;
import java.util.List;
import java.util.TreeSet;

/** Finds a set by what a person calls it: the number in the history, its hash, or {@code image}. */
record SetChoice(RouteStore store) {

  private static final String HASH_START = "[0-9a-f]{4,64}";

  /**
   * The hash of the set, or {@link Activation#IMAGE}.
   *
   * @param text a number of the history, the first four or more digits of a hash, or {@code image}
   * @throws CommandFailedException if there is none or more than one
   */
  String find(String text) {
    if (text.equals(Activation.IMAGE)) {
      return text;
    }
    List<Activation> history =
        store.pointer().map(found -> found.value().activations()).orElse(List.of());
    for (Activation activation : history) {
      if (String.valueOf(activation.number()).equals(text)) {
        return activation.set();
      }
    }
    if (!text.matches(HASH_START)) {
      throw CommandFailedException.misconfigured(
          "The history has no number %s. Use a number that caravan routes history shows, the first four or more digits of a hash, or image."
              .formatted(text));
    }
    TreeSet<String> found = new TreeSet<>(store.find(text));
    if (found.size() != 1) {
      throw CommandFailedException.misconfigured(
          found.isEmpty()
              ? "There is no set whose hash begins with %s in %s.".formatted(text, store.location())
              : "%d sets begin with %s. Use more digits.".formatted(found.size(), text));
    }
    return found.first();
  }

  /**
   * The files of a set.
   *
   * @param hash of the set, or {@link Activation#IMAGE} for the routes of this installation
   */
  RouteSet read(String hash) throws IOException {
    try {
      return hash.equals(Activation.IMAGE) ? RouteSet.read(Home.routes()) : store.get(hash);
    } catch (InvalidSetException e) {
      throw new CommandFailedException(e.getMessage());
    }
  }

  /**
   * The activation that counts.
   *
   * @throws CommandFailedException if no set was ever activated
   */
  Pointer pointer() {
    return store
        .pointer()
        .orElseThrow(
            () ->
                new CommandFailedException(
                    store.location()
                        + " has no active route set. Push one with caravan routes push."))
        .value();
  }
}
