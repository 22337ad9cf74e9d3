package dev.caravan.generation;

import java.time.Instant;

/** Why a generation ended without a result; {@code detail} may be shown to the caller. */
public record Failure(Reason reason, String detail, Instant at) {}
