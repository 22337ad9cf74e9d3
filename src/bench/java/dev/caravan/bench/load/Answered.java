package dev.caravan.bench.load;

/**
 * One call that was answered.
 *
 * @param marker what the prompt ended with
 * @param id of the generation
 * @param micros from the moment the call was due to the end of its answer
 */
public record Answered(String marker, String id, long micros) {}
