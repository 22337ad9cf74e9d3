package dev.caravan.it.faults;

import dev.caravan.local.bedrock.rule.Rule;
import dev.caravan.local.bedrock.rule.RuleReader;
import java.util.ArrayList;
import java.util.List;

/** The rules for Bedrock's misbehaviour during a run. */
final class Rules {

  private Rules() {}

  static List<Rule> always() {
    return new RuleReader()
        .readDocument(
            """
            {"rules": [
              {"id": "filter", "match": {"prompt": "%s"}, "action": "block", "how": "prompt"},
              {"id": "throttle", "action": "throttle", "probability": 0.02, "seed": 1},
              {"id": "internal", "action": "internal", "probability": 0.02, "seed": 2},
              {"id": "reset", "action": "reset", "probability": 0.01, "seed": 3},
              {"id": "timeout", "action": "modelTimeout", "probability": 0.003, "seed": 4},
              {"id": "truncate", "action": "truncate", "probability": 0.003, "seed": 5}
            ]}
            """
                .formatted(Workload.FORBIDDEN));
  }

  /** The same rules, and for one second every model denies access. */
  static List<Rule> withDenial() {
    List<Rule> rules =
        new ArrayList<>(
            new RuleReader().read("{\"id\":\"denied\",\"action\":\"denied\",\"for\":1}"));
    rules.addAll(always());
    return rules;
  }
}
