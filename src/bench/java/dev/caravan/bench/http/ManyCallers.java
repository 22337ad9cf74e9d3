package dev.caravan.bench.http;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * The outcome of many callers at once.
 *
 * @param waiting how the waiting callers were answered; 200 is expected
 * @param seconds until the last of them was answered
 * @param mostModelCallsAtOnce as Bedrock counted them
 * @param rssBefore resident memory before the callers came, bytes
 * @param peakRss the highest resident memory until all were answered, bytes
 * @param meanwhile the calls that needed no model
 */
public record ManyCallers(
    Answers waiting,
    double seconds,
    int mostModelCallsAtOnce,
    long rssBefore,
    long peakRss,
    Map<Kind, Answers> meanwhile) {

  private static final double PEAK_RSS_MB = 600;
  private static final double MEANWHILE_P99_MS = 50;

  List<Goal> goals(Size size) {
    List<Goal> goals = new ArrayList<>();
    goals.add(Goal.exactly(Phase.CALLERS, "callers answered", waiting.expected(), size.callers()));
    goals.add(Goal.atMost(Phase.CALLERS, "peak RSS", peakRss / 1e6, "MB", PEAK_RSS_MB));
    goals.add(
        Goal.exactly(
            Phase.CALLERS, "most model calls at once", mostModelCallsAtOnce, size.paceMax()));
    goals.addAll(meanwhile(Phase.CALLERS, meanwhile, MEANWHILE_P99_MS));
    return goals;
  }

  /** The 99th percentile of each kind, and all failed calls together. */
  static List<Goal> meanwhile(Phase phase, Map<Kind, Answers> meanwhile, double p99) {
    List<Goal> goals = new ArrayList<>();
    meanwhile.forEach(
        (kind, answers) ->
            goals.add(Goal.atMost(phase, "`" + kind.title() + "`, p99", answers.p99(), "ms", p99)));
    goals.add(
        Goal.exactly(
            phase,
            "of these calls without the expected answer",
            meanwhile.values().stream().mapToLong(Answers::failed).sum(),
            0));
    return goals;
  }
}
