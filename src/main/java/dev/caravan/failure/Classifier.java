package dev.caravan.failure;

import dev.caravan.generation.Reason;
import dev.caravan.generation.ReasonedException;
import java.util.List;
import java.util.Optional;

/** Decides which reason an exception has. Exceptions that name their reason are believed. */
final class Classifier {

  private final List<FailureRule> rules;

  /**
   * @param rules the first that matches decides
   */
  Classifier(List<FailureRule> rules) {
    this.rules = rules;
  }

  /**
   * The verdict on the first exception in the chain of causes that names its reason or matches a
   * rule; {@link Reason#UNEXPECTED} if there is none. The outermost decides, because it knows most
   * about what was being done.
   */
  Verdict classify(Throwable thrown) {
    for (Throwable cause = thrown; cause != null; cause = cause.getCause()) {
      if (cause instanceof ReasonedException reasoned) {
        return new Verdict(FailureTable.of(reasoned.reason()), cause);
      }
      Optional<FailureRule> rule = ruleFor(cause);
      if (rule.isPresent()) {
        return new Verdict(
            FailureTable.of(rule.get().reason()),
            cause,
            rule.get().billing(),
            rule.get().certainty() == FailureRule.Certainty.PRESUMED);
      }
    }
    return new Verdict(FailureTable.of(Reason.UNEXPECTED), thrown);
  }

  /** The rule that decides about this exception; causes are not searched. */
  Optional<FailureRule> ruleFor(Throwable thrown) {
    return rules.stream().filter(rule -> rule.matches(thrown)).findFirst();
  }
}
