package dev.caravan.generation;

import java.time.Instant;

/** Who works on a generation, and until when nobody else may. */
public record Claim(String owner, Instant expiresAt) {}
