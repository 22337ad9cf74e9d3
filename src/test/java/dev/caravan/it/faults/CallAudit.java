package dev.caravan.it.faults;

import dev.caravan.local.bedrock.Call;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Why each model call was made. A prompt needs one that is answered. One that failed by a rule
 * explains the next; a second answered one needs a fault that made the first one's answer vanish.
 */
final class CallAudit {

  /** An instance may still be storing the result for this long after its call. */
  private static final Duration STORING = Duration.ofSeconds(15);

  private final List<Fault> faults;
  private final Map<String, Integer> why = new TreeMap<>();
  private final List<Call> unexplained = new ArrayList<>();

  CallAudit(List<Fault> faults) {
    this.faults = faults;
  }

  /**
   * @param calls the calls of one prompt, oldest first
   * @param needed how many answered calls the outcome needs: 1, or 0 if the prompt was refused
   */
  void add(List<Call> calls, int needed) {
    int answered = 0;
    for (int at = calls.size() - 1; at >= 0; at--) {
      Call call = calls.get(at);
      Instant next = at + 1 < calls.size() ? calls.get(at + 1).at() : Instant.MAX;
      if (call.rule().equals("filter")) {
        count(answered == 0 ? "refused by the filter, as meant" : fault(call, next));
        answered++;
      } else if (!call.rule().isEmpty()) {
        count("failed by rule: " + call.rule());
      } else if (answered < needed) {
        answered++;
        count("answered, and stored");
      } else {
        count(fault(call, next));
      }
      if (why.remove("unexplained") != null) {
        unexplained.add(call);
      }
    }
  }

  private String fault(Call call, Instant next) {
    for (Fault fault : faults) {
      if (fault instanceof Fault.Kill kill
          && kill.instance().equals(call.caller())
          && kill.at().isBefore(call.at().plus(STORING))) {
        // The journal may show a call shortly after its caller has ended, but none was made later.
        return "answer lost with a killed instance";
      }
      if (fault instanceof Fault.StoreDown down
          && !call.at().isAfter(down.to())
          && !next.isBefore(down.from())) {
        return "answer could not be stored: S3 was away";
      }
    }
    return "unexplained";
  }

  private void count(String reason) {
    why.merge(reason, 1, Integer::sum);
  }

  Map<String, Integer> why() {
    return why;
  }

  List<Call> unexplained() {
    return unexplained;
  }
}
