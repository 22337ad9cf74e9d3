package dev.caravan.pace;

import dev.caravan.memory.ByteBudget;
import dev.caravan.model.Model;
import java.time.Clock;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import java.util.function.IntSupplier;
import java.util.function.LongSupplier;

/**
 * How many model calls may be in flight, HTTP and queue combined: one {@link Lane} for each model
 * and region. As a supplier, it returns how many messages the queue should work on at once.
 */
public final class Pace implements IntSupplier {

  private record Key(String model, String region) {}

  /**
   * A lane counts as in use if the queue used it within this time before its latest use of any
   * lane.
   */
  private static final Duration RECENT = Duration.ofMinutes(1);

  private final int start;
  private final int max;
  private final LongSupplier clock;
  private final LaneProbes probes;
  private final CallerLimit callerLimit;
  private final OptionalInt line;
  private volatile ByteBudget memory = ByteBudget.unlimited();
  private volatile boolean stopped;
  private final Map<Key, Lane> lanes = new ConcurrentHashMap<>();

  /**
   * @param start maximum number of calls in flight per model before anything is learned
   * @param max hard limit on calls in flight per model
   */
  public Pace(int start, int max) {
    this(start, max, System::nanoTime);
  }

  Pace(int start, int max, LongSupplier clock) {
    this(start, max, clock, LaneProbes.usual());
  }

  /**
   * @param probes asks the models of paused lanes
   */
  public Pace(int start, int max, LaneProbes probes) {
    this(start, max, System::nanoTime, probes);
  }

  Pace(int start, int max, LongSupplier clock, LaneProbes probes) {
    this(start, max, clock, probes, Integer.MAX_VALUE, OptionalInt.empty());
  }

  /**
   * @param callers by HTTP that may be served at once, over all models
   * @param line most callers in line for each model; empty for as many as the model takes calls at
   *     once
   */
  public Pace(int start, int max, LaneProbes probes, int callers, OptionalInt line) {
    this(start, max, System::nanoTime, probes, callers, line);
  }

  Pace(int start, int max, LongSupplier clock, LaneProbes probes, int callers, OptionalInt line) {
    this.start = start;
    this.max = max;
    this.clock = clock;
    this.probes = probes;
    this.line = line;
    this.callerLimit = new CallerLimit(callers);
    callerLimit.whenFree(this::advance);
  }

  /** The places for callers by HTTP, over all models. */
  CallerLimit callers() {
    return callerLimit;
  }

  Lane lane(Model model) {
    return lanes.computeIfAbsent(
        new Key(model.id(), model.region()),
        key -> {
          Lane lane =
              new Lane(
                  key.model(),
                  key.region(),
                  new ThrottleLimit(start, max),
                  clock,
                  Clock.systemUTC(),
                  probes,
                  callerLimit,
                  new CallerLine(line));
          lane.holdWhile(() -> memory.isShort());
          return lane;
        });
  }

  /** No call begins while an answer that is paid for waits for memory. */
  public void heed(ByteBudget answers) {
    memory = answers;
    answers.whenEased(() -> lanes.values().forEach(Lane::letGo));
  }

  /**
   * Asks for a place for a caller by HTTP, without holding its thread. A caller that waits in line
   * gets its turn through {@code then}.
   *
   * @param then runs on any thread, and must hand the turn over at once
   */
  public Turn ask(Model model, Consumer<Turn> then) {
    return stopped ? new Turn.Stopping() : lane(model).ask(then);
  }

  /** A caller was answered: the one that has waited longest for any model may be served next. */
  private void advance() {
    lanes.values().stream()
        .filter(lane -> lane.inLine() > 0)
        // Read once for each lane, because other threads change the lines meanwhile.
        .map(lane -> Map.entry(lane.firstInLineSince(), lane))
        .sorted(Map.Entry.comparingByKey())
        .forEach(entry -> entry.getValue().advance());
  }

  /** Opens the lanes of models whose entries have changed; they pause again if need be. */
  public void reopen(Set<String> models) {
    lanes.values().stream().filter(lane -> models.contains(lane.model())).forEach(Lane::reopen);
  }

  /** How many messages for this model the queue may work on at once; 0 if its lane is paused. */
  public int room(Model model) {
    return lane(model).roomForQueue();
  }

  /** The lanes that have been used, for metrics. */
  public Collection<Lane> lanes() {
    return List.copyOf(lanes.values());
  }

  /**
   * How many messages are worth working on at once, whatever their models are. The model of the
   * next message is unknown, so this is the room of all lanes that the queue has used recently;
   * before its first use of a lane, it is the room of a new lane.
   */
  public int room() {
    // Plain loops, because this runs several times per message.
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

  /**
   * Every model starts again as if it had never throttled or paused. Calls in flight are not
   * affected.
   */
  public void forget() {
    // An open lane asks no model any more.
    lanes.values().forEach(Lane::reopen);
    lanes.clear();
  }

  /** Called when a stop begins: prompts that wait for a place get none. */
  void stop() {
    stopped = true;
    lanes.values().forEach(Lane::endWaiting);
  }
}
