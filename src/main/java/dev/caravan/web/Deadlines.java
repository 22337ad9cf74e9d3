package dev.caravan.web;

import java.time.Duration;

/**
 * How long a client may take. Only the client's own time counts: no deadline runs while the service
 * works on an answer.
 *
 * @param headers from the first byte of a request, or from the start of a connection, to the end of
 *     the headers
 * @param body from the end of the headers to the end of the body
 * @param idle between two requests, and without taking a byte of an answer
 */
public record Deadlines(Duration headers, Duration body, Duration idle) {}
