package dev.caravan.it.faults.single;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/**
 * One prompt with one fault.
 *
 * @param step the call that the fault hits; null if there is no fault
 * @param slow true if the model works long enough for a renewal and an extension
 */
record Cell(int number, Entrance entrance, Step step, Trouble trouble, boolean slow) {

  /** The word that all texts about this prompt contain, and no other prompt's. */
  static final Pattern WORD = Pattern.compile("heron-\\d{5}");

  /** What the model's rule for slow answers looks for. */
  static final String SLOWLY = "slowly";

  /** Every combination, in the order of the table. */
  static List<Cell> all() {
    List<Cell> all = new ArrayList<>();
    for (Entrance entrance : Entrance.values()) {
      for (Step step : entrance.journey()) {
        for (Trouble trouble : Trouble.values()) {
          all.add(new Cell(all.size(), entrance, step, trouble, step.isDuringTheModelCall()));
        }
      }
    }
    return all;
  }

  /** Prompts without a fault: one that the model answers at once and one that takes longer. */
  static List<Cell> clean() {
    List<Cell> clean = new ArrayList<>();
    for (Entrance entrance : Entrance.values()) {
      for (boolean slow : new boolean[] {false, true}) {
        clean.add(new Cell(90_000 + clean.size(), entrance, null, null, slow));
      }
    }
    return clean;
  }

  String word() {
    return "heron-%05d".formatted(number);
  }

  String body() {
    return "{\"prompt\":\"Describe %s%s.\",\"model\":\"amazon.nova-lite-v1:0\"}"
        .formatted(word(), slow ? " " + SLOWLY : "");
  }

  /** True if the fault hits an index entry that is written before the prompt's record. */
  boolean isListedFirst() {
    return step == Step.LISTED && (entrance == Entrance.PLAIN || entrance == Entrance.ASYNC);
  }

  /** True if the fault could hit another prompt's call if others ran at the same time. */
  boolean isAlone() {
    return step != null && (step.isShared() || isListedFirst());
  }

  boolean isKill() {
    return trouble != null && trouble.isKill();
  }

  /** True if nobody but the sweep, which runs once a minute, continues what a kill interrupted. */
  boolean needsSweep() {
    return isKill()
        && switch (entrance) {
          case PLAIN -> true;
          case ASYNC -> step == Step.QUEUED || step == Step.LISTED || step == Step.SEND;
          default -> false;
        };
  }

  /**
   * The number of answered model calls that the fault explains. A second one is explained if the
   * first one's answer was hidden, or was in a process that ended.
   */
  int explainedCalls() {
    if (step == null) {
      return 1;
    }
    boolean inMemory =
        switch (step) {
          // The index entry of an HTTP prompt, the renewal and the extension run beside the call.
          case LISTED, RENEWAL, EXTENSION -> trouble.isKill();
          case RESULT -> trouble == Trouble.KILL_BEFORE;
          case MODEL -> trouble.hidesTheAnswer();
          default -> false;
        };
    return inMemory ? 2 : 1;
  }

  @Override
  public String toString() {
    return step == null
        ? entrance.text() + ", no fault" + (slow ? ", slow" : "")
        : "%s, %s, %s (%s)".formatted(entrance.text(), step.text(), trouble.text(), word());
  }
}
