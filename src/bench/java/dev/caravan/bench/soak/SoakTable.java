package dev.caravan.bench.soak;

import java.util.stream.Collectors;

/** The watched figures as a Markdown table. */
public final class SoakTable {

  private SoakTable() {}

  public static String of(SoakReport report) {
    return report.growths().stream()
        .map(SoakTable::row)
        .collect(
            Collectors.joining(
                "\n",
                "| | start | end | highest | allowed growth |\n"
                    + "| --- | --- | --- | --- | --- |\n",
                "\n"));
  }

  private static String row(Growth growth) {
    Watched watched = growth.watched();
    return "| %s | %s | %s | %s | %s |"
        .formatted(
            watched.title(),
            watched.text(growth.fifths().start()),
            watched.text(growth.fifths().end()),
            watched.text(growth.fifths().most()),
            watched.text(growth.allowed()));
  }
}
