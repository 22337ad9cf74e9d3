package dev.caravan.bench.docs;

import dev.caravan.bench.curve.Curve;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.ToDoubleFunction;

/** A figure of each second from the start of the process, as one curve per contestant. */
final class CurvePlot {

  private static final int LEFT = 60;
  private static final int TOP = 30;
  private static final int WIDTH = 640;
  private static final int HEIGHT = 240;
  private static final int KEY = 16;
  private static final int GRID = 4;

  private static final Map<String, String> COLOURS =
      Map.of(
          "caravan", "#d97706",
          "camel", "#0e7490",
          "spring", "#4d7c0f",
          "goloop", "#2563eb",
          "benthos", "#be185d",
          "bento", "#7c3aed");

  private CurvePlot() {}

  static String of(
      List<Curve> curves,
      Map<String, String> titles,
      String title,
      ToDoubleFunction<Curve.Second> figure) {
    int seconds = curves.stream().mapToInt(curve -> curve.seconds().size()).max().orElse(1);
    double most =
        curves.stream()
            .flatMap(curve -> curve.seconds().stream())
            .mapToDouble(figure)
            .max()
            .orElse(1);
    Svg svg = new Svg(LEFT + WIDTH + 20, TOP + HEIGHT + 34 + KEY * curves.size(), title);
    svg.text(LEFT, TOP - 12, "start", title);
    double step = step(most);
    double top = Math.max(1, Math.ceil(most / step)) * step;
    for (double value = 0; value <= top; value += step) {
      double y = y(value, top);
      svg.line(LEFT, y, LEFT + WIDTH, y);
      svg.text(LEFT - 6, y + 4, "end", String.format(Locale.ROOT, "%,.0f", value));
    }
    svg.text(LEFT, TOP + HEIGHT + 16, "middle", "0 s");
    svg.text(LEFT + WIDTH, TOP + HEIGHT + 16, "end", seconds + " s");
    double key = TOP + HEIGHT + 36;
    for (Curve curve : curves) {
      String colour = COLOURS.getOrDefault(curve.contestant(), "#808080");
      svg.path(points(curve, figure, seconds, top), colour);
      svg.bar(LEFT, key - 6, 20, 3, colour);
      svg.text(
          LEFT + 28, key, "start", titles.getOrDefault(curve.contestant(), curve.contestant()));
      key += KEY;
    }
    return svg.toString();
  }

  private static String points(
      Curve curve, ToDoubleFunction<Curve.Second> figure, int seconds, double top) {
    List<String> points = new ArrayList<>();
    for (int n = 0; n < curve.seconds().size(); n++) {
      points.add(
          String.format(
              Locale.ROOT,
              "%.1f,%.1f",
              LEFT + (n + 0.5) / seconds * WIDTH,
              y(figure.applyAsDouble(curve.seconds().get(n)), top)));
    }
    return String.join(" ", points);
  }

  /** A round number that divides the height into a few parts. */
  private static double step(double most) {
    double power = Math.pow(10, Math.floor(Math.log10(Math.max(1, most / GRID))));
    double part = Math.max(1, most / GRID) / power;
    return power * (part <= 1 ? 1 : part <= 2 ? 2 : part <= 5 ? 5 : 10);
  }

  private static double y(double value, double top) {
    return TOP + HEIGHT - value / top * HEIGHT;
  }
}
