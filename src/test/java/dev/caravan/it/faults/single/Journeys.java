package dev.caravan.it.faults.single;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicReference;

/** Numbers the calls of each prompt, and knows which of them has a fault. */
final class Journeys {

  private final CallReader reader;
  private final Map<String, List<Step>> journeys = new ConcurrentHashMap<>();
  private final Map<String, Plan> plans = new ConcurrentHashMap<>();
  private volatile Plan nextReceive;

  /** The fault of the next index entry that comes before its record. */
  private final AtomicReference<Plan> nextListed = new AtomicReference<>();

  Journeys(CallReader reader) {
    this.reader = reader;
  }

  /** From now on this fault happens when its call is made. */
  void plan(Plan plan) {
    plans.put(plan.cell().word(), plan);
    if (plan.isFor(Step.RECEIVE)) {
      nextReceive = plan;
    } else if (plan.cell().isListedFirst()) {
      nextListed.set(plan);
    }
  }

  /** The calls of a prompt up to now, in their order. */
  List<Step> of(String word) {
    List<Step> journey = journeys.getOrDefault(word, List.of());
    synchronized (journey) {
      return List.copyOf(journey);
    }
  }

  /** A call has arrived. Returns its fault, or null. */
  Plan asked(Aws service, HttpMessage request) throws IOException {
    Optional<Made> made = reader.read(service, request);
    if (made.isEmpty()) {
      return null;
    }
    if (made.get().step() == Step.RECEIVE) {
      return receive();
    }
    if (made.get().words().isEmpty()) {
      Plan listed = nextListed.getAndSet(null);
      return listed != null && listed.begin() ? listed : null;
    }
    if (made.get().wasListed()) {
      made.get().words().forEach(word -> add(Step.LISTED, word));
    }
    return note(made.get().step(), made.get().words());
  }

  private void add(Step step, String word) {
    List<Step> journey = journeys.computeIfAbsent(word, unknown -> new ArrayList<>());
    synchronized (journey) {
      journey.add(step);
    }
  }

  /** A call was answered. Returns the fault of this answer, or null. */
  Plan answered(Aws service, HttpMessage request, HttpMessage answer) throws IOException {
    Optional<Made> made = service == Aws.SQS ? reader.read(service, request) : Optional.empty();
    return made.isPresent() && made.get().step() == Step.RECEIVE
        ? note(Step.RECEIVE, reader.received(answer))
        : null;
  }

  private Plan note(Step step, Set<String> words) {
    Plan planned = null;
    for (String word : words) {
      add(step, word);
      Plan plan = plans.get(word);
      if (plan != null && plan.isFor(step) && actsHere(plan, step) && plan.begin()) {
        planned = plan;
      }
    }
    return planned;
  }

  /** A receive whose request fails is known before it has a message. */
  private static boolean actsHere(Plan plan, Step step) {
    return step != Step.RECEIVE || plan.trouble().actsOnTheAnswer();
  }

  private Plan receive() {
    Plan plan;
    synchronized (this) {
      plan = nextReceive;
      nextReceive = null;
    }
    if (plan == null) {
      return null;
    }
    plan.atReceive().run();
    return !plan.trouble().actsOnTheAnswer() && plan.begin() ? plan : null;
  }
}
