package dev.caravan.web;

/**
 * The limits of one port.
 *
 * @param connections open at the same time, from 1
 * @param perAddress connections from one address, from 1; {@link Integer#MAX_VALUE} for no limit
 * @param unfinishedBytes of all requests that have not arrived completely
 */
public record ConnectionLimits(int connections, int perAddress, long unfinishedBytes) {}
