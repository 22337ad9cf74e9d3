package dev.caravan.local.bedrock.rule;

/** What a rule does to a call. */
public sealed interface Action permits Fault, Large, Outcome, Stall, Wire {

  /** Its name in a rules file. */
  String action();

  /** The variant of the action if there are several, otherwise empty. */
  default String how() {
    return "";
  }
}
