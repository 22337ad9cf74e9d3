package dev.caravan.bench.http;

import java.util.Arrays;
import java.util.EnumMap;
import java.util.Map;
import java.util.TreeMap;

/** Callers whose calls need no model, at a steady rate for each kind of call. */
final class Bystanders {

  private static final Kind[] KINDS = Kind.values();

  private final Map<Kind, Tally> tallies = new EnumMap<>(Kind.class);
  private final SteadyCalls calls;

  /**
   * @param perSecond calls of each kind
   */
  Bystanders(Caller caller, Target target, double perSecond) {
    Arrays.stream(KINDS).forEach(kind -> tallies.put(kind, new Tally(kind.status())));
    calls =
        SteadyCalls.start(
            caller,
            perSecond * KINDS.length,
            n -> {
              Kind kind = KINDS[(int) (n % KINDS.length)];
              return new SteadyCalls.Call(kind.request(target), tallies.get(kind)::add);
            });
  }

  /** Ends the calls. */
  Map<Kind, Answers> stop() throws InterruptedException {
    calls.stop();
    Map<Kind, Answers> answers = new TreeMap<>();
    tallies.forEach((kind, tally) -> answers.put(kind, tally.answers()));
    return answers;
  }
}
