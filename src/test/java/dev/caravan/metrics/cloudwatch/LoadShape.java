package dev.caravan.metrics.cloudwatch;

import java.util.Random;

/** How a fleet of twenty is loaded in one minute; every instance has its own latencies. */
enum LoadShape {
  A("the same load everywhere") {
    @Override
    double[] minute(int instance, Random random) {
      return lognormal(300, 200, random);
    }
  },
  B("18 healthy, 2 slow (2 s)") {
    @Override
    double[] minute(int instance, Random random) {
      return lognormal(300, instance < 2 ? 2_000 : 200, random);
    }
  },
  C("19 busy, 1 idle and cold (8 s)") {
    @Override
    double[] minute(int instance, Random random) {
      return instance == 0 ? lognormal(5, 8_000, random) : lognormal(300, 125, random);
    }
  },
  D("1 hot and slow with 40 % of the load") {
    @Override
    double[] minute(int instance, Random random) {
      return instance == 0 ? lognormal(2_000, 1_000, random) : lognormal(158, 150, random);
    }
  },
  E("3 a minute each, short texts and long images") {
    @Override
    double[] minute(int instance, Random random) {
      double[] minute = new double[3];
      for (int at = 0; at < minute.length; at++) {
        minute[at] = lognormal(1, random.nextInt(4) == 0 ? 8_000 : 900, random)[0];
      }
      return minute;
    }
  },
  F("a heavy tail (Pareto, 1.5)") {
    @Override
    double[] minute(int instance, Random random) {
      return random.doubles(300).map(u -> 50 / Math.pow(1 - u, 1 / 1.5)).toArray();
    }
  },
  G("every instance at its own pace, 0.1 to 3 s") {
    @Override
    double[] minute(int instance, Random random) {
      return lognormal(300, 100 * Math.pow(30, random.nextDouble()), random);
    }
  },
  H("1 of 20 slow (5 s): just at the percentile") {
    @Override
    double[] minute(int instance, Random random) {
      return lognormal(300, instance == 0 ? 5_000 : 200, random);
    }
  };

  private static final double SIGMA = 0.6;

  final String what;

  LoadShape(String what) {
    this.what = what;
  }

  /**
   * @return latencies in milliseconds, each 1 or more
   */
  abstract double[] minute(int instance, Random random);

  private static double[] lognormal(int count, double median, Random random) {
    return random
        .doubles(count)
        .map(ignored -> Math.max(1, median * Math.exp(SIGMA * random.nextGaussian())))
        .toArray();
  }
}
