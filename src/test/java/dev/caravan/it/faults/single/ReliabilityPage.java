package dev.caravan.it.faults.single;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** The part of docs/reliability.md that has the table. */
final class ReliabilityPage {

  private static final Path PAGE = Path.of("docs/reliability.md");
  private static final String BEGIN = "<!-- faults: begin -->\n";
  private static final String END = "<!-- faults: end -->\n";

  private ReliabilityPage() {}

  static void write(String table, long passed, int all) throws IOException {
    String page = Files.readString(PAGE);
    int from = page.indexOf(BEGIN) + BEGIN.length();
    int to = page.indexOf(END);
    Files.writeString(
        PAGE,
        page.substring(0, from)
            + "%d of %d runs passed. Ten runs had no fault; the table leaves them out.\n\n%s"
                .formatted(passed, all, table)
            + page.substring(to));
  }
}
