package dev.caravan.cli;

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

  /** The parameters that are the same for every page. */
  ListQuery query() {
    return ListQuery.ofAll();
  }
}
