package dev.caravan.bench.load;

/**
 * One answered call.
 *
 * @param marker the end of the prompt
 * @param id of the generation
 * @param micros from the moment the call was due until the end of its answer
 */
public record Answered(String marker, String id, long micros) {}
