package dev.caravan.local.bedrock.rule;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.LongSupplier;

/**
 * The active rules, in order: the first rule that takes a call decides it. One lock guards rules
 * and counters, so that {@code times: 3} means three calls, however many arrive at the same time.
 */
public final class Misbehaviour {

  private final LongSupplier nanoClock;
  private final List<ActiveRule> rules = new ArrayList<>();
  private int named;

  public Misbehaviour(LongSupplier nanoClock) {
    this.nanoClock = nanoClock;
  }

  /** Adds a rule after the others and returns it with its id. */
  public synchronized Rule add(Rule rule) {
    Rule ready = rule.id().isEmpty() ? rule.named(freeName()) : rule;
    if (isTaken(ready.id())) {
      throw new InvalidRule("id: found \"" + ready.id() + "\" twice, allowed: once");
    }
    rules.add(new ActiveRule(ready, nanoClock.getAsLong()));
    return ready;
  }

  /** Adds all rules or, if one of them is not valid, none. */
  public synchronized void addAll(List<Rule> more) {
    addAllOrElse(more, List.copyOf(rules));
  }

  /** Replaces all rules with these, whose counters start at zero. */
  public synchronized void replace(List<Rule> others) {
    List<ActiveRule> before = List.copyOf(rules);
    rules.clear();
    addAllOrElse(others, before);
  }

  public synchronized void clear() {
    rules.clear();
  }

  public synchronized List<Rule> list() {
    return rules.stream().map(ActiveRule::rule).toList();
  }

  /** What each rule has done, by id, in order. */
  public synchronized Map<String, Tally> tallies() {
    long now = nanoClock.getAsLong();
    Map<String, Tally> tallies = new LinkedHashMap<>();
    rules.forEach(r -> tallies.put(r.rule().id(), r.tally(now)));
    return tallies;
  }

  /** The rule that decides this call, if any. Counts the call. */
  public synchronized Optional<Rule> decide(Asked call) {
    long now = nanoClock.getAsLong();
    return rules.stream().filter(r -> r.takes(call, now)).findFirst().map(ActiveRule::rule);
  }

  private void addAllOrElse(List<Rule> more, List<ActiveRule> before) {
    try {
      more.forEach(this::add);
    } catch (InvalidRule e) {
      rules.clear();
      rules.addAll(before);
      throw e;
    }
  }

  private String freeName() {
    String name;
    do {
      name = "rule-" + ++named;
    } while (isTaken(name));
    return name;
  }

  private boolean isTaken(String id) {
    return rules.stream().anyMatch(r -> r.rule().id().equals(id));
  }
}
