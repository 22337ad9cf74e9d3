package dev.caravan.bench.result;

import com.fasterxml.jackson.annotation.JsonInclude;

/**
 * One round.
 *
 * @param perSecond prompts finished per second
 * @param added milliseconds in addition to the servers' time
 * @param latency milliseconds that a caller waits; null for the queue
 * @param allocatedBytesPerPrompt 0 if the contestant has no JVM
 * @param peakRss bytes
 * @param memory null in reports from before it was measured
 * @param paidTwice prompts for which the model was called more than once
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record Sample(
    int prompts,
    double perSecond,
    Percentiles added,
    Percentiles latency,
    double sqsCallsPerPrompt,
    double s3CallsPerPrompt,
    double cpuSecondsPerThousand,
    double allocatedBytesPerPrompt,
    long peakRss,
    Memory memory,
    int paidTwice) {

  /** A round whose memory was not measured by its kind. */
  public Sample(
      int prompts,
      double perSecond,
      Percentiles added,
      Percentiles latency,
      double sqsCallsPerPrompt,
      double s3CallsPerPrompt,
      double cpuSecondsPerThousand,
      double allocatedBytesPerPrompt,
      long peakRss) {
    this(
        prompts,
        perSecond,
        added,
        latency,
        sqsCallsPerPrompt,
        s3CallsPerPrompt,
        cpuSecondsPerThousand,
        allocatedBytesPerPrompt,
        peakRss,
        null,
        0);
  }
}
