package dev.caravan.generation;

/** What a text model counted: tokens read and written. */
public record Usage(long inputTokens, long outputTokens) {}
