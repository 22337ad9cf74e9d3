package dev.caravan.cli;

import dev.caravan.generation.State;
import picocli.CommandLine.Option;

/**
 * The options that select generations for the list. Each is a query parameter of {@code GET
 * /generations}.
 */
final class ListFilter {

  @Option(
      names = "--before",
      paramLabel = "CURSOR",
      description = "Continue an earlier list, which printed this at its end.")
  String before;

  @Option(
      names = "--status",
      paramLabel = "S",
      description = "Only generations that are queued, running, done, failed or cancelled.")
  State status;

  @Option(names = "--model", paramLabel = "M", description = "Only generations of this model.")
  String model;

  @Option(
      names = "--text",
      paramLabel = "TEXT",
      description = "Only generations whose prompt contains this text.")
  String text;

  @Option(
      names = "--caller",
      paramLabel = "NAME",
      description = "Only generations of the caller with this name.")
  String caller;

  @Option(
      names = "--from",
      paramLabel = "TIME",
      description =
          "Only generations received at this time or later, such as 2026-06-01T09:15:30Z.")
  String from;

  @Option(
      names = "--to",
      paramLabel = "TIME",
      description = "Only generations received before this time.")
  String to;

  /** The parameters that are the same for every page. */
  ListQuery query() {
    return ListQuery.ofAll()
        .with("status", status == null ? null : status.text())
        .with("model", model)
        .with("text", text)
        .with("caller", caller)
        .with("from", from)
        .with("to", to);
  }
}
