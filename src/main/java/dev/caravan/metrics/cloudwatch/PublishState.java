package dev.caravan.metrics.cloudwatch;

import java.time.Instant;

/**
 * How publishing goes.
 *
 * @param lastPublished when CloudWatch last took data; null where it has not yet
 * @param queued data that wait to be sent
 * @param dropped data lost since the start
 * @param trouble why it takes nothing now; null where it does
 */
public record PublishState(Instant lastPublished, int queued, long dropped, String trouble) {}
