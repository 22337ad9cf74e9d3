package dev.caravan.it.faults;

import dev.caravan.it.Api;
import dev.caravan.it.Queues;
import dev.caravan.it.faults.Entry.Kind;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;

/**
 * Sends the prompts: to the queue, and by HTTP. A caller with a key repeats its request until it
 * has a result. A caller without a key repeats it only after an answer: it can't know whether a
 * request without an answer was carried out.
 */
final class Delivery {

  /** The id of the generation of a caller that got no result. */
  static final String NONE = "(never answered)";

  static final int CALLERS = 4;
  private static final int PATIENCE = 600;
  private static final Set<Integer> COME_AGAIN = Set.of(409, 429, 500, 502, 503, 504);

  private final Fleet fleet;
  private final Queues queues;
  private final Map<String, String> generations = new ConcurrentHashMap<>();
  private final ExecutorService callers = Executors.newFixedThreadPool(CALLERS);

  Delivery(Fleet fleet, Queues queues) {
    this.fleet = fleet;
    this.queues = queues;
  }

  void begin(List<Entry> entries) {
    for (Entry entry : entries) {
      if (entry.kind().isHttp()) {
        callers.execute(() -> post(entry));
      } else {
        for (int copy = 0; copy < entry.copies(); copy++) {
          queues.send(entry.body());
        }
      }
    }
    callers.shutdown();
  }

  private void post(Entry entry) {
    for (int tries = 0; tries < PATIENCE; tries++) {
      try {
        Api.Answer answer = fleet.any().generate(entry.posted(), headers(entry));
        if (answer.status() == 200) {
          generations.put(entry.id(), answer.json().path("id").asText());
          return;
        }
        if (!COME_AGAIN.contains(answer.status())) {
          throw new IllegalStateException(answer.status() + ": " + answer.text());
        }
      } catch (AssertionError e) {
        // Its instance is gone; the same key is good for the next one.
        if (entry.kind() == Kind.UNKEYED) {
          return;
        }
      }
      sleep();
    }
  }

  private static String[] headers(Entry entry) {
    return entry.kind() == Kind.POSTED
        ? new String[] {"Idempotency-Key", "key of " + entry.id()}
        : new String[0];
  }

  boolean isOver() {
    return callers.isTerminated();
  }

  /** The generation that an entry became. */
  String generation(Entry entry) {
    return entry.kind().isHttp() ? generations.getOrDefault(entry.id(), NONE) : entry.id();
  }

  private static void sleep() {
    try {
      TimeUnit.MILLISECONDS.sleep(250);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
