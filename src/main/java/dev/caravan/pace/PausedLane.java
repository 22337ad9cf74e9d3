package dev.caravan.pace;

import dev.caravan.failure.Trouble;
import java.time.Instant;

/**
 * Why a lane takes no prompts.
 *
 * @param since when it paused
 * @param nextProbe when the model is or was asked next; in the past while a trial decides
 */
public record PausedLane(Trouble trouble, Instant since, Instant nextProbe) {}
