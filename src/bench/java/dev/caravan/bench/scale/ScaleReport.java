package dev.caravan.bench.scale;

import dev.caravan.bench.result.Machine;
import java.util.List;
import java.util.Map;

/** A run of {@code ./caravan bench scale}. */
public record ScaleReport(Machine machine, String latency, int consumers, List<Phase> phases) {

  /**
   * A queue drained by some instances.
   *
   * @param instances {@code "3"}, or {@code "1+2-1"} if instances came and went
   * @param quotaPerMinute 0 if there was none
   * @param perSecond prompts stored per second
   * @param modelCallsPerMinute calls that Bedrock admitted, without those it throttled
   * @param expired messages delivered again because their lease ran out; a run with one fails
   * @param delayed messages delivered again because their holder was throttled and gave them back
   * @param givenBack messages delivered again because their holder returned them when it stopped
   * @param askedOrStoredTwice prompts that would be paid for twice; a run with one fails
   * @param callsByInstance model calls of each instance
   */
  public record Phase(
      String instances,
      int quotaPerMinute,
      int prompts,
      double perSecond,
      double modelCallsPerMinute,
      long throttled,
      long expired,
      long delayed,
      long givenBack,
      long askedOrStoredTwice,
      Map<String, Long> callsByInstance) {}
}
