package dev.caravan.bench.run;

import dev.caravan.bench.server.Latency;
import java.util.List;
import java.util.stream.DoubleStream;

/**
 * How long the parts of a run take.
 *
 * @param warmUp the rule for a Bedrock that takes no time, because then the compiler takes longest
 */
public record Plan(WarmUpRule warmUp, double roundSeconds, int repetitions) {

  private static final double START_SECONDS = 4;

  public static final Plan FULL = new Plan(new WarmUpRule(5, 15, 120), 10, 5);
  public static final Plan QUICK = new Plan(new WarmUpRule(1, 1, 1), 1, 1);

  /**
   * If the model takes time, the cores are mostly idle and the compiler soon finishes the hot code.
   */
  WarmUpRule warmUp(Workload workload) {
    return switch (workload.latency()) {
      case NONE -> warmUp;
      case SHORT -> warmUp.atMost(30);
      case IMAGE_LIKE, IMAGE_LIKE_TENTH -> warmUp.once();
    };
  }

  /**
   * An image-like round must be many times longer than a call, or the wait for its last calls would
   * be most of it.
   */
  double round(Workload workload) {
    return workload.isImageLike() ? roundSeconds * 6 : roundSeconds;
  }

  /**
   * If the model's time is most of a round, rounds take long and differ little, so fewer are
   * enough.
   */
  int repetitions(Workload workload) {
    return switch (workload.latency()) {
      case NONE -> workload.imageBytes() == Workload.LARGE ? Math.min(3, repetitions) : repetitions;
      case SHORT -> Math.min(3, repetitions);
      case IMAGE_LIKE, IMAGE_LIKE_TENTH -> 1;
    };
  }

  /** The approximate length of the whole run, in seconds. */
  double estimate(List<Workload> workloads, List<Contestant> contestants) {
    double seconds = 0;
    Workload before = null;
    for (Workload workload : workloads) {
      List<Contestant> able = contestants.stream().filter(workload::isFor).toList();
      boolean anew = before == null || !workload.goesOnFrom(before);
      double rounds = repetitions(workload) * roundAndEnd(workload);
      DoubleStream each =
          able.stream().mapToDouble(contestant -> warmUp(workload, contestant, anew) + rounds);
      seconds +=
          (anew ? able.size() * START_SECONDS : 0)
              + (workload.isImageLike() ? each.max().orElse(0) : each.sum());
      before = workload;
    }
    return seconds;
  }

  /** A program without a JVM has no compiler to wait for. */
  private double warmUp(Workload workload, Contestant contestant, boolean cold) {
    WarmUpRule rule = warmUp(workload);
    return contestant.isJava() ? rule.usual(cold) : rule.leastSeconds();
  }

  /** The length of a round, including the wait for its last calls. */
  private double roundAndEnd(Workload workload) {
    double end = workload.latency() == Latency.IMAGE_LIKE ? 12 : 0.2;
    return workload.entrance() == Entrance.QUEUE
        ? round(workload) + end
        : round(workload) * (1 + HttpRounds.STEADY) + 2 * end;
  }
}
