package dev.caravan.routes.reload;

import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/** Records which routes run and since when, and why the last change was rejected. */
final class Journal {

  /**
   * The running version of a route or of the model catalogue.
   *
   * @param file the name of the file that contains it
   * @param hash twelve hex digits, computed from everything that defines it
   */
  record Version(String file, String hash, Instant loadedAt) {}

  /**
   * The state at one moment.
   *
   * @param rejection empty if the last change was not rejected
   * @param needRestart the names of files with changes that need a restart
   */
  record Page(
      Map<String, Version> routes,
      Optional<Version> models,
      Optional<Rejection> rejection,
      Set<String> needRestart) {

    Page with(Optional<Rejection> other) {
      return new Page(routes, models, other, needRestart);
    }
  }

  private final Clock clock;
  private final Map<String, Version> routes = new TreeMap<>();
  private Version models;
  private Rejection rejection;
  private Set<String> needRestart = Set.of();

  Journal(Clock clock) {
    this.clock = clock;
  }

  /** Records the running routes. Unchanged routes keep their load time. */
  synchronized void loaded(Map<String, DraftRoute> now) {
    Instant at = clock.instant();
    routes.keySet().retainAll(now.keySet());
    now.values()
        .forEach(
            route -> {
              Version before = routes.get(route.id());
              Instant loadedAt =
                  before != null && before.hash().equals(route.hash()) ? before.loadedAt() : at;
              routes.put(route.id(), new Version(route.file(), route.hash(), loadedAt));
            });
    rejection = null;
  }

  synchronized void modelsLoaded(String file, String hash) {
    if (models == null || !models.hash().equals(hash)) {
      models = new Version(file, hash, clock.instant());
    }
  }

  synchronized void rejected(List<Fault> faults) {
    rejection = new Rejection(clock.instant(), "", List.copyOf(faults));
  }

  synchronized void needRestart(Set<String> files) {
    needRestart = Set.copyOf(new TreeSet<>(files));
  }

  synchronized Page page() {
    return new Page(
        new TreeMap<>(routes),
        Optional.ofNullable(models),
        Optional.ofNullable(rejection),
        new TreeSet<>(needRestart));
  }
}
