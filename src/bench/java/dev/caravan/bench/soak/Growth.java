package dev.caravan.bench.soak;

import dev.caravan.bench.soak.SoakReport.Moment;
import java.util.List;

/**
 * How one watched figure changed during a run.
 *
 * <p>The rule: the figure leaks if the median of the last fifth of the run is above that of the
 * first by more than is allowed, and above that of the middle fifth by more than half of that. The
 * first tenth is warm-up and does not count. The rule uses medians because single values jump. It
 * uses the middle fifth because a service fills some things once (a pool, a cache, compiled code):
 * they rise and then stay, but a leak goes on. The heap may grow by 3 MB or 5 %, whichever is more,
 * threads by 2, file handles by 5, and meters not at all.
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

  /** A sentence for the person who must find the leak. */
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
