package dev.caravan.local.bedrock.rule;

/**
 * What a rule has done so far.
 *
 * @param seen matching calls that reached it
 * @param fired calls that it acted on
 * @param exhausted it will not act again
 */
public record Tally(long seen, long fired, boolean exhausted) {}
