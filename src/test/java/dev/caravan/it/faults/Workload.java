package dev.caravan.it.faults;

import dev.caravan.it.faults.Entry.Kind;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;

/** The prompts of a run: most are good, some are refused, some are sent twice. */
final class Workload {

  /** What the rule for the model's filter looks for. */
  static final String FORBIDDEN = "forbidden";

  private final Random random;

  Workload(long seed) {
    this.random = new Random(seed);
  }

  List<Entry> of(int prompts) {
    return IntStream.range(0, prompts).mapToObj(this::entry).toList();
  }

  private Entry entry(int n) {
    int draw = random.nextInt(100);
    Kind kind = kind(draw);
    String word = kind == Kind.FORBIDDEN ? FORBIDDEN : "harmless";
    int copies = draw >= 90 && kind == Kind.QUEUED ? 2 : 1;
    return new Entry("ledger-" + n, "%s prompt number %d.".formatted(word, n), kind, copies);
  }

  private static Kind kind(int draw) {
    if (draw < 3) {
      return Kind.FORBIDDEN;
    }
    if (draw < 6) {
      return Kind.MALFORMED;
    }
    if (draw < 11) {
      return Kind.POSTED;
    }
    return draw < 16 ? Kind.UNKEYED : Kind.QUEUED;
  }
}
