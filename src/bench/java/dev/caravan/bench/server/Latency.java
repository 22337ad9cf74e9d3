package dev.caravan.bench.server;

import java.util.Random;
import java.util.stream.IntStream;

/** How long the model takes. The n-th call of a round takes the same time for every contestant. */
public enum Latency {
  NONE("0 ms", 0, 0, 0),
  SHORT("200 ms", 200, 200, 200),
  IMAGE_LIKE("5-12 s", 5_000, 7_000, 12_000),
  /** A tenth of image-like, for runs that test the bench and measure nothing. */
  IMAGE_LIKE_TENTH("0.5-1.2 s", 500, 700, 1_200);

  private static final int KNOWN = 10_007;

  private final String title;
  private final int[] millis;

  Latency(String title, int least, int mode, int most) {
    this.title = title;
    Random random = new Random(20261124);
    this.millis =
        IntStream.range(0, KNOWN).map(n -> triangular(random, least, mode, most)).toArray();
  }

  /** The name in tables. */
  public String title() {
    return title;
  }

  int ofCall(int n) {
    return millis[n % KNOWN];
  }

  private static int triangular(Random random, int least, int mode, int most) {
    if (least == most) {
      return least;
    }
    double at = random.nextDouble();
    double rise = (double) (mode - least) / (most - least);
    return (int)
        (at < rise
            ? least + Math.sqrt(at * (most - least) * (mode - least))
            : most - Math.sqrt((1 - at) * (most - least) * (most - mode)));
  }
}
