package dev.caravan.metrics.cloudwatch;

import java.time.Instant;

/**
 * The state of publishing.
 *
 * @param lastPublished when CloudWatch last took data; null if it has not yet
 * @param queued number of data that wait to be sent
 * @param dropped number of data lost since the start
 * @param trouble why CloudWatch takes no data now; null if it does
 */
public record PublishState(Instant lastPublished, int queued, long dropped, String trouble) {}
