package dev.caravan.bench.result;

/**
 * The warm-up of one contestant.
 *
 * @param seconds of work before the first round
 * @param compilerShare of the last slice: the time that all threads of the JVM's compiler took
 *     together, as a share of the slice
 * @param perSecond prompts finished per second in the last slice
 */
public record WarmUp(double seconds, double compilerShare, double perSecond) {}
