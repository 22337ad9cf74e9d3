package dev.caravan.bench.soak;

import dev.caravan.bench.soak.SoakReport.Moment;
import java.util.Locale;
import java.util.function.ToDoubleFunction;

/** The figures that must not grow, and how much of their change is noise. */
public enum Watched {
  HEAP("heap after GC", Moment::heap, 3e6, 0.05) {
    @Override
    public String text(double value) {
      return String.format(Locale.ROOT, "%.1f MB", value / 1e6);
    }
  },
  THREADS("threads", Moment::threads, 2, 0),
  HANDLES("file handles", Moment::handles, 5, 0),
  METERS("meters", Moment::meters, 0, 0);

  private final String title;
  private final ToDoubleFunction<Moment> figure;
  private final double noise;
  private final double part;

  /**
   * @param noise growth that is always allowed
   * @param part growth that is allowed as a share of the start, if that is more
   */
  Watched(String title, ToDoubleFunction<Moment> figure, double noise, double part) {
    this.title = title;
    this.figure = figure;
    this.noise = noise;
    this.part = part;
  }

  public String title() {
    return title;
  }

  double of(Moment moment) {
    return figure.applyAsDouble(moment);
  }

  /** How far the figure may be above its start. */
  double allowed(double start) {
    return Math.max(noise, start * part);
  }

  /** A value of the figure with its unit. */
  public String text(double value) {
    return String.format(Locale.ROOT, "%.0f", value);
  }
}
