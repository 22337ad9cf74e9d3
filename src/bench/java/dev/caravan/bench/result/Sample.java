package dev.caravan.bench.result;

/**
 * One round.
 *
 * @param perSecond prompts finished a second
 * @param added milliseconds over what the servers took
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
