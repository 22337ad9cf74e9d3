package dev.caravan.bench.server;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.HashMap;
import java.util.Map;
import java.util.TreeMap;

/**
 * One contestant's round: its calls and the journeys of its prompts. All three servers write here,
 * each on its own thread.
 */
final class Account {

  private final Map<String, Long> calls = new TreeMap<>();
  private final Map<String, Journey> journeys = new HashMap<>();
  private long begun = System.nanoTime();
  private long lastStored = begun;
  private int stored;
  private int modelCalls;
  private int inProgress;
  private int mostAtOnce;

  /** Begins a new round. */
  synchronized void begin() {
    calls.clear();
    journeys.clear();
    stored = 0;
    modelCalls = 0;
    mostAtOnce = inProgress;
    begun = System.nanoTime();
    lastStored = begun;
  }

  /** The queue has been filled; a drain is timed from here. */
  synchronized void filled() {
    begun = System.nanoTime();
    lastStored = begun;
  }

  synchronized void called(String operation) {
    calls.merge(operation, 1L, Long::sum);
  }

  /** Records an answered call for one prompt. */
  synchronized void called(String operation, String id, long begun, long received, long answered) {
    called(operation);
    journey(id).call(begun, received, answered);
  }

  /**
   * A call of the model has begun.
   *
   * @return the number of this call in the round, from 0
   */
  synchronized int invoked(String id) {
    journey(id).invoked();
    inProgress++;
    mostAtOnce = Math.max(mostAtOnce, inProgress);
    return modelCalls++;
  }

  /** A call of the model has been answered, or its caller has left. */
  synchronized void answered() {
    inProgress--;
  }

  /** Records that a prompt is stored, which is when its record says that it is done. */
  synchronized void recordDone(String id) {
    if (journey(id).stored() == 1) {
      stored++;
      lastStored = System.nanoTime();
    }
  }

  private Journey journey(String id) {
    return journeys.computeIfAbsent(id, none -> new Journey());
  }

  synchronized JsonObject counts() {
    return new JsonObject()
        .put("stored", stored)
        .put("modelCalls", modelCalls)
        .put("modelCallsInProgress", inProgress)
        .put("mostModelCallsAtOnce", mostAtOnce)
        .put("drainMicros", (lastStored - begun) / 1_000)
        .put("invokedTwice", journeys.values().stream().filter(j -> j.timesInvoked() > 1).count())
        .put("storedTwice", journeys.values().stream().filter(j -> j.timesStored() > 1).count())
        .put("calls", new JsonObject(new TreeMap<>(calls)));
  }

  /** For each prompt its id, the servers' time and the added time, both in microseconds. */
  synchronized JsonArray journeys() {
    JsonArray all = new JsonArray();
    journeys.forEach(
        (id, journey) ->
            all.add(new JsonArray().add(id).add(journey.busyMicros()).add(journey.addedMicros())));
    return all;
  }
}
