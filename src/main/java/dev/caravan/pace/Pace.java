package dev.caravan.pace;

import dev.caravan.model.Model;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.IntSupplier;
import java.util.function.LongSupplier;

/**
 * How many model calls may be in flight, for both entrances together: a {@link Lane} for each model
 * and region. As a supplier it says how many messages the queue should work on at once.
 */
public final class Pace implements IntSupplier {

  private record Key(String model, String region) {}

  /** Lanes that the queue used so shortly before its last use count as in use. */
  private static final Duration RECENT = Duration.ofMinutes(1);

  private final int start;
  private final int max;
  private final LongSupplier clock;
  private final Map<Key, Lane> lanes = new ConcurrentHashMap<>();

  /**
   * @param start calls in flight for each model before anything is learned
   * @param max calls in flight for each model at most
   */
  public Pace(int start, int max) {
    this(start, max, System::nanoTime);
  }

  Pace(int start, int max, LongSupplier clock) {
    this.start = start;
    this.max = max;
    this.clock = clock;
  }

  Lane lane(Model model) {
    return lanes.computeIfAbsent(
        new Key(model.id(), model.region()),
        key -> new Lane(key.model(), key.region(), new ThrottleLimit(start, max), clock));
  }

  /** Those that have been used, for metrics. */
  public Collection<Lane> lanes() {
    return List.copyOf(lanes.values());
  }

  /**
   * How many messages are worth working on at once. Which model the next one names nobody knows, so
   * it is what the lanes together have room for that the queue has used of late; before the first,
   * what a new lane has.
   */
  public int room() {
    // Plain loops: it is asked for every message, several times.
    boolean used = false;
    long last = Long.MIN_VALUE;
    for (Lane lane : lanes.values()) {
      OptionalLong at = lane.queueUsedAt();
      if (at.isPresent()) {
        used = true;
        last = Math.max(last, at.getAsLong());
      }
    }
    if (!used) {
      return Math.min(start, max);
    }
    int room = 0;
    for (Lane lane : lanes.values()) {
      OptionalLong at = lane.queueUsedAt();
      if (at.isPresent() && at.getAsLong() >= last - RECENT.toNanos()) {
        room += lane.roomForQueue();
      }
    }
    return room;
  }

  @Override
  public int getAsInt() {
    return room();
  }

  /** Every model begins anew, as if none had throttled yet; calls in flight end as they began. */
  public void forget() {
    lanes.clear();
  }

  /** The stop has begun: whoever waits for a place gets none. */
  void stop() {
    lanes.values().forEach(Lane::endWaiting);
  }
}
