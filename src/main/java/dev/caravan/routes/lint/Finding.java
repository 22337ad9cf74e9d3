package dev.caravan.routes.lint;

import java.nio.file.Path;

/**
 * A problem in a file.
 *
 * @param line from 1
 * @param column from 1
 * @param message one sentence that says what is wrong
 * @param hint how to fix it; empty if the message says so
 */
public record Finding(
    Rule rule, Severity severity, Path file, int line, int column, String message, String hint) {}
