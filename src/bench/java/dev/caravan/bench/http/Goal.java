package dev.caravan.bench.http;

/**
 * A figure beside its target.
 *
 * @param unit such as {@code ms}; empty for a number of things
 */
public record Goal(
    Phase phase, String what, double figure, String unit, Bound bound, double target, boolean met) {

  /** How a figure is compared with its target. */
  public enum Bound {
    AT_MOST("at most"),
    EXACTLY("exactly");

    private final String words;

    Bound(String words) {
      this.words = words;
    }

    public String words() {
      return words;
    }
  }

  static Goal atMost(Phase phase, String what, double figure, String unit, double target) {
    return new Goal(phase, what, figure, unit, Bound.AT_MOST, target, figure <= target);
  }

  static Goal exactly(Phase phase, String what, long figure, long target) {
    return new Goal(phase, what, figure, "", Bound.EXACTLY, target, figure == target);
  }
}
