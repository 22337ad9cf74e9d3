package dev.caravan.bench.scale;

import dev.caravan.bench.result.Machine;
import java.util.List;
import java.util.Map;

/** A run of {@code ./caravan bench scale}. */
public record ScaleReport(Machine machine, String latency, int consumers, List<Phase> phases) {

  /**
   * A queue drained by some instances.
   *
   * @param instances as they were: {@code "3"}, or {@code "1+2-1"} where some came and went
   * @param quotaPerMinute 0 where there was none
   * @param perSecond prompts stored
   * @param modelCallsPerMinute that Bedrock admitted, throttled ones not among them
   * @param expired messages that came again because their lease ran out; a run with one fails
   * @param delayed messages that came again because their holder was throttled and gave them back
   * @param givenBack messages that came again because their holder returned them at its stop
   * @param askedOrStoredTwice prompts; each would be paid for twice; a run with one fails
   * @param callsByInstance model calls that each made
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
