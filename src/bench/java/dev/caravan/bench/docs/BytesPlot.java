package dev.caravan.bench.docs;

import java.util.List;
import java.util.Locale;
import java.util.function.ToDoubleFunction;
import java.util.stream.Collectors;

/** A plot of bytes over the seconds of a run. */
final class BytesPlot {

  private static final int LEFT = 60;
  private static final int TOP = 20;
  private static final int WIDTH = 640;

  private final Svg svg;
  private final int height;
  private final double most;
  private final double seconds;

  /**
   * @param height of the plot itself, in pixels
   * @param step between two grid lines, in bytes
   * @param most the largest value of any curve, in bytes
   * @param seconds the length of the run
   */
  BytesPlot(String title, int height, double step, double most, double seconds) {
    this.svg = new Svg(LEFT + WIDTH + 20, TOP + height + 40, title);
    this.height = height;
    this.most = Math.ceil(most / step) * step;
    this.seconds = seconds;
    for (double bytes = 0; bytes <= this.most; bytes += step) {
      svg.line(LEFT, y(bytes), LEFT + WIDTH, y(bytes));
      svg.text(LEFT - 6, y(bytes) + 4, "end", String.format(Locale.ROOT, "%.0f MB", bytes / 1e6));
    }
  }

  <T> void curve(
      List<T> moments, ToDoubleFunction<T> second, ToDoubleFunction<T> bytes, String colour) {
    svg.path(
        moments.stream()
            .map(
                moment ->
                    String.format(
                        Locale.ROOT,
                        "%.1f,%.1f",
                        LEFT + second.applyAsDouble(moment) / seconds * WIDTH,
                        y(bytes.applyAsDouble(moment))))
            .collect(Collectors.joining(" ")),
        colour);
  }

  /** Labels both ends of the time axis, and the space above the plot. */
  void say(String begin, String end, String above) {
    svg.text(LEFT, TOP + height + 18, "middle", begin);
    svg.text(LEFT + WIDTH, TOP + height + 18, "end", end);
    svg.text(LEFT + WIDTH / 2.0, TOP - 6, "middle", above);
  }

  private double y(double bytes) {
    return TOP + height - bytes / most * height;
  }

  @Override
  public String toString() {
    return svg.toString();
  }
}
