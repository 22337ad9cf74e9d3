package dev.caravan.generation;

/** Tokens that a text model read and wrote. */
public record Usage(long inputTokens, long outputTokens) {}
