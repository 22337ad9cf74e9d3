package dev.caravan.local.bedrock.rule;

import java.time.Duration;

/**
 * How often a rule acts on the calls that it matches. The parts add up: {@code every 3, times 2} is
 * the third and the sixth call.
 *
 * @param times then the rule is exhausted; 0 is without end
 * @param every only each so-many-th call; 1 is each
 * @param probability that it acts, from 0 to 1
 * @param seed of the dice, so that a run can be repeated
 * @param window how long the rule lives from the moment it is added; zero is without end
 */
public record Frequency(int times, int every, double probability, long seed, Duration window) {

  public Frequency {
    if (times < 0) {
      throw new InvalidRule("times: found " + times + ", allowed: 1 or more");
    }
    if (every < 1) {
      throw new InvalidRule("every: found " + every + ", allowed: 1 or more");
    }
    if (!(probability >= 0 && probability <= 1)) {
      throw new InvalidRule("probability: found " + probability + ", allowed: from 0 to 1");
    }
    if (window.isNegative()) {
      throw new InvalidRule("for: found " + window + ", allowed: longer than nothing");
    }
  }

  public static Frequency always() {
    return new Frequency(0, 1, 1, 0, Duration.ZERO);
  }

  public Frequency times(int n) {
    return new Frequency(n, every, probability, seed, window);
  }

  public Frequency every(int n) {
    return new Frequency(times, n, probability, seed, window);
  }

  public Frequency probability(double p, long diceSeed) {
    return new Frequency(times, every, p, diceSeed, window);
  }

  public Frequency lasting(Duration time) {
    return new Frequency(times, every, probability, seed, time);
  }
}
