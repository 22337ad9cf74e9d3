package dev.caravan.routes.reload;

import java.time.Instant;
import java.util.List;

/**
 * Why the routes that should run do not run.
 *
 * @param by the instance of a fleet that found the faults; empty if the routes are a folder
 */
public record Rejection(Instant at, String by, List<Fault> faults) {}
