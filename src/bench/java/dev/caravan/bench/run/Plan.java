package dev.caravan.bench.run;

/**
 * How long things take.
 *
 * @param warmUpSeconds of work before anything is measured; of ten times as much where a call takes
 *     as long as an image's
 */
public record Plan(double warmUpSeconds, double roundSeconds, int repetitions) {

  public static final Plan FULL = new Plan(30, 10, 5);
  public static final Plan QUICK = new Plan(3, 2, 2);

  double warmUp(Workload workload) {
    return isSlow(workload) ? warmUpSeconds / 2 : warmUpSeconds;
  }

  /** An image-like round must be many times as long as a call, or its end is most of it. */
  double round(Workload workload) {
    return isSlow(workload) ? roundSeconds * 6 : roundSeconds;
  }

  int repetitions(Workload workload) {
    return isSlow(workload) ? Math.min(3, repetitions) : repetitions;
  }

  private static boolean isSlow(Workload workload) {
    return workload.latency() == dev.caravan.bench.server.Latency.IMAGE_LIKE;
  }
}
