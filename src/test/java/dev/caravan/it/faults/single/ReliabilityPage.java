package dev.caravan.it.faults.single;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** The part of docs/reliability.md that has the table. */
final class ReliabilityPage {

  private static final Path PAGE = Path.of("docs/reliability.md");
  private static final String BEGIN = "<!-- faults: begin -->\n";
  private static final String END = "<!-- faults: end -->\n";

  /** Two for each entrance: one that the model answers at once, and one that takes longer. */
  private static final int WITHOUT_FAULT = 10;

  private ReliabilityPage() {}

  private static String passed(long passed, int all) {
    return passed == all ? "All %d runs passed".formatted(all) : passed + " of " + all + " passed";
  }

  static void write(String table, long passed, int all) throws IOException {
    String page = Files.readString(PAGE);
    int from = page.indexOf(BEGIN) + BEGIN.length();
    int to = page.indexOf(END);
    Files.writeString(
        PAGE,
        page.substring(0, from)
            + "%s: %d with one fault each, which the table shows, and %d without a fault.\n\n%s"
                .formatted(passed(passed, all), all - WITHOUT_FAULT, WITHOUT_FAULT, table)
            + page.substring(to));
  }
}
