package dev.caravan.bench.http.hostile;

import java.util.Map;

/**
 * The outcome of one attack. {@code wanted} is {@code refused} + {@code closed} + {@code
 * stillOpen}.
 *
 * @param wanted connections that the client tried to open
 * @param refused connections that were not established
 * @param closed connections that the service closed
 * @param stillOpen connections that were open when the client gave up
 * @param answers connections by the status of the last answer on them, or {@code none}
 * @param medianSeconds from the moment a connection was established until the service closed it; 0
 *     if it closed none
 * @param lastSeconds the longest such time
 */
public record Attacked(
    Attack attack,
    int wanted,
    int refused,
    int closed,
    int stillOpen,
    Map<String, Integer> answers,
    double medianSeconds,
    double lastSeconds) {}
