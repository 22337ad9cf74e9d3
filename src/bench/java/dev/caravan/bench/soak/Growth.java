package dev.caravan.bench.soak;

import dev.caravan.bench.soak.SoakReport.Moment;
import java.util.List;

/**
 * How one thing that is watched went over a run.
 *
 * <p>The rule: it leaks if the median of the last fifth of the run is above that of the first by
 * more than is allowed, and above that of the middle fifth by more than half of what is allowed.
 * The first tenth is warm-up and does not count. Medians, because single values jump; the middle,
 * because what a service fills once (a pool, a cache, compiled code) rises and then stays, and a
 * leak goes on. Allowed are, for the heap, 3 MB or 5 % if that is more, 2 threads, 5 file handles
 * and not one meter.
 */
public record Growth(Watched watched, Fifths fifths) {

  static Growth of(Watched watched, List<Moment> moments) {
    return new Growth(watched, Fifths.of(moments, watched::of));
  }

  public double allowed() {
    return watched.allowed(fifths.start());
  }

  public boolean isLeak() {
    return fifths.end() - fifths.start() > allowed()
        && fifths.end() - fifths.middle() > allowed() / 2;
  }

  /** As a sentence, for whoever must find the leak. */
  @Override
  public String toString() {
    return "%s grew from %s by %s to %s; up to %s would be noise"
        .formatted(
            watched.title(),
            watched.text(fifths.start()),
            watched.text(fifths.end() - fifths.start()),
            watched.text(fifths.end()),
            watched.text(allowed()));
  }
}
