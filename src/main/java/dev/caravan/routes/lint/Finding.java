package dev.caravan.routes.lint;

import java.nio.file.Path;

/**
 * Something wrong in a file.
 *
 * @param line from 1
 * @param column from 1
 * @param message what was found, in a sentence
 * @param hint what would be right; empty where the message says it
 */
public record Finding(
    Rule rule, Severity severity, Path file, int line, int column, String message, String hint) {}
