package dev.caravan.queue;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Comparator;
import java.util.Deque;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.PriorityQueue;
import java.util.Set;

/**
 * Fetched messages that wait: for a worker, for room in their lane, or, after a failure, for their
 * next attempt. Lanes take turns, and within a lane its lines do: on a standard queue a line is a
 * caller ({@code MessageGroupId}), so that one caller's backlog delays no other. On a FIFO queue a
 * line is a group; only one of its messages is handed out at a time, which keeps the order.
 *
 * <p>After a model call failed, {@link Suspects} chooses the lane's next message, until a call
 * succeeds.
 *
 * <p>Times are nanoseconds and passed in. Not thread-safe; {@link Leases} guards it.
 */
final class ReadyMessages {

  /** A lane counts as in use if it was used within this time before the latest use of any lane. */
  private static final long RECENT = Duration.ofMinutes(1).toNanos();

  private final Lanes lanes;
  private final Map<String, LaneLines> byLane = new HashMap<>();
  private final Map<String, MessageLine> byKey = new HashMap<>();
  private final Deque<LaneLines> turn = new ArrayDeque<>();
  private final Deque<Lease> urgent = new ArrayDeque<>();
  private final PriorityQueue<Lease> putOff =
      new PriorityQueue<>(Comparator.comparingLong((Lease lease) -> lease.dueAt));
  private int size;
  private long characters;
  private long lastUsedAt;

  ReadyMessages(Lanes lanes) {
    this.lanes = lanes;
  }

  void add(Lease lease, long now) {
    held(lease);
    used(lane(lease), now);
    append(line(lease), lease, false);
  }

  /**
   * Takes the next message that may start.
   *
   * @return null if there is none
   */
  Lease next(long now) {
    Lease lease = urgent.isEmpty() ? nextInTurn() : urgent.poll();
    if (lease == null) {
      return null;
    }
    lease.isUrgent = false;
    dropped(lease);
    LaneLines lane = lane(lease);
    lane.working++;
    used(lane, now);
    return lease;
  }

  private Lease nextInTurn() {
    for (int left = turn.size(); left > 0; left--) {
      LaneLines lane = turn.poll();
      lane.isListed = false;
      if (lane.turn.isEmpty()) {
        continue;
      }
      Lease lease = null;
      if (hasRoom(lane)) {
        lease = lane.suspects.isAny() ? leastSuspect(lane) : first(lane.turn.poll());
      }
      list(lane);
      if (lease != null) {
        return lease;
      }
    }
    return null;
  }

  private Lease leastSuspect(LaneLines lane) {
    Lease lease = lane.suspects.least(lane.turn);
    MessageLine line = line(lease);
    lane.turn.remove(line);
    return take(line, lease);
  }

  /** A model call for this message failed, perhaps because of the message. */
  void blame(Lease lease) {
    lane(lease).suspects.add(lease);
  }

  /** A model call for this message succeeded. */
  void succeeded(Lease lease) {
    lane(lease).suspects.clear();
  }

  private Lease first(MessageLine line) {
    return take(line, line.messages.peek());
  }

  private Lease take(MessageLine line, Lease lease) {
    line.isListed = false;
    line.messages.remove(lease);
    line.lane.waiting--;
    line.isHeldUp = lease.isOrdered;
    settle(line);
    return lease;
  }

  /** True if {@link #next} would return a message. */
  boolean isAnyFree() {
    if (!urgent.isEmpty()) {
      return true;
    }
    for (LaneLines lane : turn) {
      if (!lane.turn.isEmpty() && hasRoom(lane)) {
        return true;
      }
    }
    return false;
  }

  private boolean hasRoom(LaneLines lane) {
    return lane.working < lanes.room(lane.name);
  }

  /** The work on a message ended, with or without success. */
  void ended(Lease lease) {
    lane(lease).working--;
  }

  /** Lets the next message of the FIFO group go. */
  void releaseGroup(Lease lease) {
    MessageLine line = lease.isOrdered ? byKey.get(lease.line) : null;
    if (line != null) {
      line.isHeldUp = false;
      settle(line);
    }
  }

  /**
   * Keeps a failed message until its next attempt. On a FIFO queue, its group waits with it.
   *
   * @param dueAt the time of the next attempt
   */
  void putOff(Lease lease, long dueAt) {
    lease.dueAt = dueAt;
    lease.isPutOff = true;
    held(lease);
    putOff.add(lease);
    if (lease.isOrdered) {
      MessageLine line = line(lease);
      uncount(line);
      line.messages.addFirst(lease);
      line.isHeldUp = true;
    }
  }

  /** Lets the messages go whose next attempt is due. */
  void release(long now) {
    while (!putOff.isEmpty() && putOff.peek().dueAt - now <= 0) {
      Lease lease = putOff.poll();
      lease.isPutOff = false;
      MessageLine line = line(lease);
      if (lease.isOrdered) {
        // It is the first of its line already.
        line.isHeldUp = false;
        settle(line);
      } else {
        append(line, lease, true);
      }
    }
  }

  /** Nanoseconds until the next attempt of a failed message; {@link Long#MAX_VALUE} if none. */
  long untilNextDue(long now) {
    return putOff.isEmpty() ? Long.MAX_VALUE : putOff.peek().dueAt - now;
  }

  /**
   * Removes the other messages of a FIFO group of which one is given back. They must not overtake
   * it, so they are given back as well.
   */
  List<Lease> drainGroup(Lease givenBack) {
    MessageLine line = givenBack.isOrdered ? byKey.get(givenBack.line) : null;
    if (line == null) {
      return List.of();
    }
    List<Lease> behind = List.copyOf(line.messages);
    behind.forEach(this::remove);
    return behind;
  }

  /** Removes all messages, and returns them in their order. */
  List<Lease> drain() {
    Set<Lease> all = new LinkedHashSet<>(urgent);
    byKey.values().forEach(line -> all.addAll(line.messages));
    all.addAll(putOff);
    List<Lease> drained = List.copyOf(all);
    drained.forEach(this::remove);
    return drained;
  }

  /** Removes a message that waits; does nothing if it does not. */
  void remove(Lease lease) {
    boolean heldUpItsGroup = lease.isOrdered && (lease.isPutOff || lease.isUrgent);
    boolean isRemoved =
        lease.isPutOff ? putOff.remove(lease) : lease.isUrgent && urgent.remove(lease);
    lease.isPutOff = false;
    lease.isUrgent = false;
    MessageLine line = byKey.get(lease.line);
    if (line != null && line.messages.remove(lease)) {
      isRemoved = true;
      if (line.lane != null) {
        line.lane.waiting--;
      }
      unlist(line);
    }
    if (line != null) {
      line.isHeldUp = line.isHeldUp && !heldUpItsGroup;
      settle(line);
    }
    if (isRemoved) {
      dropped(lease);
    }
  }

  /**
   * Hands a waiting message out next, whether or not its lane has room.
   *
   * @return false if it was urgent before, or if a message of its FIFO group must go before it
   */
  boolean hurry(Lease lease) {
    if (lease.wasUrgent || isBehind(lease)) {
      return false;
    }
    remove(lease);
    held(lease);
    lease.isUrgent = true;
    lease.wasUrgent = true;
    urgent.add(lease);
    if (lease.isOrdered) {
      MessageLine line = line(lease);
      line.isHeldUp = true;
      unlist(line);
    }
    return true;
  }

  private boolean isBehind(Lease lease) {
    if (!lease.isOrdered) {
      return false;
    }
    MessageLine line = line(lease);
    return line.messages.peek() != lease || line.isHeldUp && !lease.isPutOff;
  }

  /** Messages that wait, for whatever reason. */
  int size() {
    return size;
  }

  /** The length of the bodies of the messages that wait. */
  long characters() {
    return characters;
  }

  /**
   * True if the message's lane is open and holds few messages, so that it would run out of work if
   * the message were given back.
   *
   * @param stock number of waiting messages that are few
   */
  boolean isShort(Lease lease, int stock) {
    LaneLines lane = lane(lease);
    int room = lanes.room(lane.name);
    return room > 0 && lane.working + lane.waiting - stock < room;
  }

  /**
   * How many messages of the same lane are held, waiting or in progress; {@link Integer#MAX_VALUE}
   * if the lane is paused, because then they do not get fewer.
   */
  int ahead(Lease lease) {
    LaneLines lane = lane(lease);
    return lanes.room(lane.name) == 0 ? Integer.MAX_VALUE : lane.working + lane.waiting;
  }

  /** Messages that wait for a worker, or whose lane is full but not paused. */
  int ready() {
    int ready = urgent.size();
    for (LaneLines lane : byLane.values()) {
      if (lane.waiting > 0 && lanes.room(lane.name) > 0) {
        ready += lane.waiting;
      }
    }
    return ready;
  }

  /**
   * How many messages the lanes that are in use may have in progress together.
   *
   * @param most the limit of the process
   * @return {@code most} if no lane has been used
   */
  int room(int most) {
    if (byLane.isEmpty()) {
      return most;
    }
    int room = 0;
    for (LaneLines lane : byLane.values()) {
      if (isRecent(lane)) {
        room += Math.min(most, lanes.room(lane.name));
      }
    }
    return Math.min(most, room);
  }

  /**
   * How many more messages the lanes in use could start or hold ready, beyond those that they hold.
   * If this is positive while a full lane's messages take all places, fetching must go past them.
   *
   * @param most the limit of the process for messages in progress
   * @param prefetch the limit for messages held ready; a lane holds no more than it may start
   * @return 0 if fewer than two lanes are in use
   */
  int spare(int most, int prefetch) {
    int inUse = 0;
    int spare = 0;
    int useful = 0;
    for (LaneLines lane : byLane.values()) {
      int room = Math.min(most, lanes.room(lane.name));
      int target = room + Math.min(room, prefetch);
      useful += lane.working + Math.min(lane.waiting, Math.max(0, target - lane.working));
      if (isRecent(lane)) {
        inUse++;
        spare += Math.max(0, target - lane.working - lane.waiting);
      }
    }
    return inUse < 2 ? 0 : Math.max(0, Math.min(spare, most + prefetch - useful));
  }

  private boolean isRecent(LaneLines lane) {
    return lastUsedAt - lane.usedAt <= RECENT;
  }

  private void used(LaneLines lane, long now) {
    lane.usedAt = now;
    lastUsedAt = now;
  }

  private void held(Lease lease) {
    size++;
    characters += lease.characters;
  }

  private void dropped(Lease lease) {
    size--;
    characters -= lease.characters;
  }

  private void append(MessageLine line, Lease lease, boolean isFirst) {
    if (isFirst) {
      line.messages.addFirst(lease);
    } else {
      line.messages.addLast(lease);
    }
    if (line.lane != null) {
      line.lane.waiting++;
    }
    settle(line);
  }

  /** Brings the line's place in the turns and in the counts up to date. */
  private void settle(MessageLine line) {
    if (line.messages.isEmpty()) {
      uncount(line);
      if (!line.isHeldUp && !line.isKept) {
        byKey.remove(line.key);
      }
      return;
    }
    Lease first = line.messages.peek();
    if (first.isPutOff) {
      uncount(line);
      return;
    }
    LaneLines lane = lane(first);
    if (line.lane != lane) {
      uncount(line);
      line.lane = lane;
      lane.waiting += line.messages.size();
    }
    if (!line.isHeldUp && !line.isListed) {
      line.isListed = true;
      lane.turn.add(line);
      list(lane);
    }
  }

  private void list(LaneLines lane) {
    if (!lane.isListed && !lane.turn.isEmpty()) {
      lane.isListed = true;
      turn.add(lane);
    }
  }

  private void unlist(MessageLine line) {
    if (line.isListed) {
      line.isListed = false;
      line.lane.turn.remove(line);
    }
  }

  private void uncount(MessageLine line) {
    if (line.lane != null) {
      unlist(line);
      line.lane.waiting -= line.messages.size();
      line.lane = null;
    }
  }

  private LaneLines lane(Lease lease) {
    LaneLines lane = byLane.get(lease.lane);
    if (lane == null) {
      lane = new LaneLines(lease.lane);
      byLane.put(lease.lane, lane);
    }
    return lane;
  }

  private MessageLine line(Lease lease) {
    MessageLine line = byKey.get(lease.line);
    if (line == null) {
      line = new MessageLine(lease.line, lease.line.equals(lease.lane));
      byKey.put(lease.line, line);
    }
    return line;
  }
}
