package dev.caravan.routes.delivery;

import java.util.Optional;

/** The newest pointer that could be read; an unchanged one is not sent again. */
final class PointerWatch {

  private final RouteStore store;
  private String version;
  private Pointer pointer;

  PointerWatch(RouteStore store) {
    this.store = store;
  }

  /** Reads the pointer if it has changed. */
  void look() {
    // A pointer that somebody deleted changes nothing.
    store
        .pointerIfChanged(version)
        .found()
        .ifPresent(
            found -> {
              pointer = found.value();
              version = found.version();
            });
  }

  /** Empty if no look has found one. */
  Optional<Pointer> pointer() {
    return Optional.ofNullable(pointer);
  }
}
