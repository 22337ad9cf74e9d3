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
  private final Map<String, Objects> objects = new TreeMap<>();
  private long begun = System.nanoTime();
  private long lastStored = begun;
  private int stored;
  private int modelCalls;
  private int inProgress;
  private int mostAtOnce;
  private long firstReceive;

  /** New objects of one folder, and their size. */
  private record Objects(int count, long bytes) {

    Objects plus(Objects more) {
      return new Objects(count + more.count, bytes + more.bytes);
    }
  }

  /** Begins a new round. */
  synchronized void begin() {
    calls.clear();
    journeys.clear();
    objects.clear();
    firstReceive = 0;
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
    if (firstReceive == 0 && operation.equals("ReceiveMessage")) {
      firstReceive = System.nanoTime();
    }
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

  /** Records an object that was not there before. */
  synchronized void created(String folder, long bytes) {
    objects.merge(folder, new Objects(1, bytes), Objects::plus);
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
        .put("firstReceiveMicros", firstReceive == 0 ? null : (firstReceive - begun) / 1_000)
        .put("objects", objects())
        .put("calls", new JsonObject(new TreeMap<>(calls)));
  }

  private JsonObject objects() {
    JsonObject all = new JsonObject();
    objects.forEach(
        (folder, each) ->
            all.put(
                folder, new JsonObject().put("count", each.count()).put("bytes", each.bytes())));
    return all;
  }

  /**
   * For each prompt its id, the servers' time, the added time, and when its last call ended since
   * the round began, or -1 if it is not stored; all in microseconds.
   */
  synchronized JsonArray journeys() {
    JsonArray all = new JsonArray();
    journeys.forEach(
        (id, journey) ->
            all.add(
                new JsonArray()
                    .add(id)
                    .add(journey.busyMicros())
                    .add(journey.addedMicros())
                    .add(journey.timesStored() == 0 ? -1 : (journey.ended() - begun) / 1_000)));
    return all;
  }
}
