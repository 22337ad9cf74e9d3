package dev.caravan.local.bedrock.rule;

import java.time.Duration;

/**
 * How often a rule acts on the calls that it matches. The conditions add up: {@code every 3, times
 * 2} means the third and the sixth call.
 *
 * @param times how often the rule acts in all; 0 means without limit
 * @param every the rule acts on every n-th call; 1 means each call
 * @param probability that the rule acts, from 0 to 1
 * @param seed for the random numbers, so that a run can be repeated
 * @param window how long the rule lasts after it was added; zero means without limit
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
      throw new InvalidRule("for: found " + window + ", allowed: more than 0");
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
