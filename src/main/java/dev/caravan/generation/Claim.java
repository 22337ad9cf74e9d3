package dev.caravan.generation;

import java.time.Instant;

/** The owner of a running generation, and the time until which no other may take it. */
public record Claim(String owner, Instant expiresAt) {}
