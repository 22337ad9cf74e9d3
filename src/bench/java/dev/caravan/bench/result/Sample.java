package dev.caravan.bench.result;

/**
 * One round.
 *
 * @param perSecond prompts finished per second
 * @param added milliseconds in addition to the servers' time
 * @param latency milliseconds that a caller waits; null for the queue
 * @param peakRss bytes
 */
public record Sample(
    int prompts,
    double perSecond,
    Percentiles added,
    Percentiles latency,
    double sqsCallsPerPrompt,
    double s3CallsPerPrompt,
    double cpuSecondsPerThousand,
    double allocatedBytesPerPrompt,
    long peakRss) {}
