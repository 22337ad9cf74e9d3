package dev.caravan.bench.result;

/**
 * How a contestant was warmed up.
 *
 * @param seconds of work before the first round
 * @param compilerShare of the last slice: the time the JVM's compiler took, all its threads
 *     together, as a part of the slice
 * @param perSecond prompts finished a second in the last slice
 */
public record WarmUp(double seconds, double compilerShare, double perSecond) {}
