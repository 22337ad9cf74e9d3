package dev.caravan.queue;

import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.IntFunction;
import java.util.function.LongSupplier;
import java.util.function.Predicate;
import software.amazon.awssdk.services.sqs.model.Message;

/** All messages that this process holds, from receive until delete or give back. */
final class Leases {

  /** Whether messages are fetched and handed out. */
  private enum Gate {
    OPEN,
    PAUSED,
    STOPPED
  }

  /** While fetching goes past full lanes: how often it looks for other lanes' messages. */
  private static final long LOOK_NANOS = Duration.ofSeconds(5).toNanos();

  private final QueueSettings settings;
  private final Lanes lanes;
  private final Parking parking;
  private final LongSupplier clock;
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition mayFetch = lock.newCondition();
  private final Condition mayTake = lock.newCondition();
  private final Map<String, Lease> held = new LinkedHashMap<>();
  private final ReadyMessages ready;
  private int working;
  private long lookedAt;
  private Gate gate = Gate.OPEN;

  Leases(QueueSettings settings, Lanes lanes) {
    this(settings, lanes, Parking.USUAL, System::nanoTime);
  }

  /**
   * @param clock nanoseconds, as {@link System#nanoTime}
   */
  Leases(QueueSettings settings, Lanes lanes, Parking parking, LongSupplier clock) {
    this.settings = settings;
    this.lanes = lanes;
    this.parking = parking;
    this.clock = clock;
    this.ready = new ReadyMessages(lanes);
    this.lookedAt = clock.getAsLong();
  }

  /**
   * Waits until a fetch is worth its call.
   *
   * @return the number of messages to ask for; 0 if fetching was closed or the time ran out
   */
  int awaitRoom(Duration atMost) throws InterruptedException {
    lock.lock();
    try {
      long left = atMost.toNanos();
      int room = toFetch();
      while (room == 0 && gate != Gate.STOPPED && left > 0) {
        left = mayFetch.awaitNanos(left);
        room = toFetch();
      }
      if (room > 0) {
        lookedAt = clock.getAsLong();
      }
      return room;
    } finally {
      lock.unlock();
    }
  }

  /** Signals only if a waiter can proceed; this runs several times per message. */
  private void wake() {
    if (gate == Gate.STOPPED || toFetch() > 0) {
      mayFetch.signalAll();
    }
    if (gate == Gate.STOPPED) {
      mayTake.signalAll();
    } else if (isAnyToTake()) {
      // One waiter; it wakes the next if there are more messages.
      mayTake.signal();
    }
  }

  /**
   * How many messages to ask for. Messages of a paused lane take no place. If workers are idle
   * while a full lane's messages take all places, fetching goes past these, up to the bounds.
   */
  private int toFetch() {
    if (gate != Gate.OPEN) {
      return 0;
    }
    int workers = Math.max(1, ready.room(settings.consumers()));
    // A message that waits for its delete needs no worker and takes no place.
    int room = workers + settings.prefetch() - working - ready.ready();
    if (room >= settings.worthFetching()) {
      return Math.min(QueueSettings.BATCH, room);
    }
    return isGoingPast() ? QueueSettings.BATCH : 0;
  }

  private boolean isGoingPast() {
    if (ready.spare(settings.consumers(), settings.prefetch()) > 0) {
      return true;
    }
    // Only one lane was in use lately, but others may be behind the messages that wait for it.
    return ready.size() > settings.places() + QueueSettings.BATCH
        && !parking.isFull(ready)
        && clock.getAsLong() - lookedAt >= LOOK_NANOS;
  }

  /** Adds received messages; none of them is worn. */
  List<Lease> add(List<Message> messages, long receivedAt) {
    return add(messages, receivedAt, lease -> false);
  }

  /**
   * Adds received messages.
   *
   * @param worn whether a message may not be held, because its receives are used up
   * @return those that must be given back: all if fetching is closed, those of full lanes if too
   *     many messages wait already, and worn ones
   */
  List<Lease> add(List<Message> messages, long receivedAt, Predicate<Lease> worn) {
    long expiresAt = receivedAt + settings.visibility().toNanos();
    List<Lease> received = new ArrayList<>(messages.size());
    for (Message message : messages) {
      // Reads the message, so it is done without the lock.
      String lane = lanes.of(message);
      received.add(new Lease(message, lane, settings.isFifo(), receivedAt, expiresAt));
    }
    lock.lock();
    try {
      List<Lease> refused = List.of();
      for (Lease lease : received) {
        held.put(lease.handle(), lease);
        if (mayWait(lease) && !worn.test(lease) && !isBehind(lease, refused)) {
          ready.add(lease, clock.getAsLong());
        } else {
          lease.state = Lease.State.RETURNING;
          refused = refused.isEmpty() ? new ArrayList<>() : refused;
          refused.add(lease);
        }
      }
      wake();
      return refused;
    } finally {
      lock.unlock();
    }
  }

  private boolean mayWait(Lease lease) {
    // A fetch for one idle worker of an open lane may bring ten messages; none of them is refused.
    int stock = settings.prefetch() + QueueSettings.BATCH;
    return gate == Gate.OPEN && (!parking.isFull(ready) || ready.isShort(lease, stock));
  }

  /** A message must not overtake one of its FIFO group that is given back. */
  private static boolean isBehind(Lease lease, List<Lease> refused) {
    if (lease.isOrdered) {
      for (Lease before : refused) {
        if (before.line.equals(lease.line)) {
          return true;
        }
      }
    }
    return false;
  }

  /** Hands out messages; waits until there is a message that may start and a free worker. */
  List<Message> take(int most, Duration atMost) throws InterruptedException {
    lock.lock();
    try {
      long now = clock.getAsLong();
      long end = now + atMost.toNanos();
      ready.release(now);
      while (gate != Gate.STOPPED && !isAnyToTake() && end - now > 0) {
        mayTake.awaitNanos(Math.min(end - now, Math.max(1, ready.untilNextDue(now))));
        now = clock.getAsLong();
        ready.release(now);
      }
      if (!isAnyToTake()) {
        return List.of();
      }
      List<Message> taken = new ArrayList<>(1);
      while (taken.size() < most && working < settings.consumers()) {
        // Messages of full lanes stay here, leased and not started.
        Lease lease = ready.next(now);
        if (lease == null) {
          break;
        }
        lease.state = Lease.State.WORKING;
        working++;
        taken.add(lease.toBeTried());
      }
      wake();
      return taken;
    } finally {
      lock.unlock();
    }
  }

  private boolean isAnyToTake() {
    return gate == Gate.OPEN && working < settings.consumers() && ready.isAnyFree();
  }

  /**
   * Frees the place of a message whose route has ended, with or without success.
   *
   * @param next the next stage of the message
   * @return the lease, once; empty if the message was settled before, or its lease ended
   */
  Optional<Lease> finish(String handle, Lease.State next) {
    lock.lock();
    try {
      Lease lease = held.get(handle);
      if (lease == null || lease.state != Lease.State.WORKING) {
        return Optional.empty();
      }
      lease.state = next;
      working--;
      ready.ended(lease);
      wake();
      return Optional.of(lease);
    } finally {
      lock.unlock();
    }
  }

  /**
   * Keeps a message whose attempt failed until its next attempt, with its lease and without a
   * worker. Its FIFO group waits with it.
   *
   * @param delays the delay until the next attempt, from the number of attempts, 1 or more
   * @return the message if it can't be kept and must be given back after that delay; empty if it is
   *     kept, or if it was settled before
   */
  Optional<PutOff> putOff(String handle, IntFunction<Duration> delays) {
    lock.lock();
    try {
      Lease lease = held.get(handle);
      if (lease == null || lease.state != Lease.State.WORKING) {
        return Optional.empty();
      }
      Duration delay = delays.apply(lease.attempts());
      lease.failures++;
      working--;
      ready.ended(lease);
      Optional<PutOff> refused = Optional.empty();
      if (gate == Gate.OPEN && !parking.isFull(ready)) {
        lease.state = Lease.State.READY;
        ready.putOff(lease, clock.getAsLong() + delay.toNanos());
      } else {
        lease.state = Lease.State.RETURNING;
        refused = Optional.of(new PutOff(lease, delay));
      }
      wake();
      return refused;
    } finally {
      lock.unlock();
    }
  }

  /** A model call for a message succeeded, or failed in a way that may be the message's fault. */
  void called(String handle, boolean succeeded) {
    lock.lock();
    try {
      Lease lease = held.get(handle);
      if (lease != null && succeeded) {
        ready.succeeded(lease);
      } else if (lease != null) {
        ready.blame(lease);
      }
    } finally {
      lock.unlock();
    }
  }

  /** A failed message and the delay until its next attempt. */
  record PutOff(Lease lease, Duration delay) {}

  /** Lets the next message of the FIFO group go. */
  void releaseGroup(Lease lease) {
    if (!lease.isOrdered) {
      return;
    }
    lock.lock();
    try {
      ready.releaseGroup(lease);
      wake();
    } finally {
      lock.unlock();
    }
  }

  /** The messages behind one of the same FIFO group that is given back; they go with it. */
  List<Lease> takeBehind(Lease givenBack) {
    if (!givenBack.isOrdered) {
      return List.of();
    }
    lock.lock();
    try {
      List<Lease> behind = ready.drainGroup(givenBack);
      behind.forEach(lease -> lease.state = Lease.State.RETURNING);
      ready.releaseGroup(givenBack);
      return behind;
    } finally {
      lock.unlock();
    }
  }

  /**
   * Removes a message that waits, to be given back, and with it the others of its FIFO group.
   *
   * @return the message first; empty if it does not wait any more
   */
  List<Lease> takeWaiting(Lease lease) {
    lock.lock();
    try {
      if (held.get(lease.handle()) != lease || lease.state != Lease.State.READY) {
        return List.of();
      }
      ready.remove(lease);
      List<Lease> taken = new ArrayList<>(List.of(lease));
      taken.addAll(ready.drainGroup(lease));
      taken.forEach(one -> one.state = Lease.State.RETURNING);
      return taken;
    } finally {
      lock.unlock();
    }
  }

  /** Keeps extending the lease of a message that is being given back, until it is sent again. */
  void keep(Lease lease) {
    lock.lock();
    try {
      lease.state = Lease.State.DELETING;
    } finally {
      lock.unlock();
    }
  }

  /** Hands out these messages next, whether or not their lanes have room. */
  void hurry(Predicate<Lease> which) {
    lock.lock();
    try {
      boolean any = false;
      for (Lease lease : held.values()) {
        any |= lease.state == Lease.State.READY && which.test(lease) && ready.hurry(lease);
      }
      if (any) {
        wake();
      }
    } finally {
      lock.unlock();
    }
  }

  /** Forgets a message that was deleted, given back or lost. */
  void forget(String handle) {
    lock.lock();
    try {
      Lease lease = held.remove(handle);
      if (lease != null && lease.state == Lease.State.READY) {
        ready.remove(lease);
      }
      if (lease != null && lease.state == Lease.State.WORKING) {
        working--;
        ready.ended(lease);
        ready.releaseGroup(lease);
      }
      if (lease != null && lease.state != Lease.State.DELETING) {
        wake();
      }
    } finally {
      lock.unlock();
    }
  }

  /**
   * Stops fetching and handing out until {@link #open}.
   *
   * @return the messages that no worker has, to be given back
   */
  List<Lease> pause() {
    return close(Gate.PAUSED);
  }

  /** Stops fetching and handing out for good. */
  List<Lease> stop() {
    return close(Gate.STOPPED);
  }

  private List<Lease> close(Gate closed) {
    lock.lock();
    try {
      gate = gate == Gate.STOPPED ? gate : closed;
      List<Lease> unstarted = ready.drain();
      unstarted.forEach(lease -> lease.state = Lease.State.RETURNING);
      wake();
      return unstarted;
    } finally {
      lock.unlock();
    }
  }

  /** True during a pause and after a stop. */
  boolean isClosed() {
    lock.lock();
    try {
      return gate != Gate.OPEN;
    } finally {
      lock.unlock();
    }
  }

  /** Ends a pause, but not a stop. */
  void open() {
    lock.lock();
    try {
      gate = gate == Gate.PAUSED ? Gate.OPEN : gate;
      wake();
    } finally {
      lock.unlock();
    }
  }

  /** The leases for which the test is true now. */
  List<Lease> where(Predicate<Lease> test) {
    lock.lock();
    try {
      List<Lease> found = new ArrayList<>();
      held.values().stream().filter(test).forEach(found::add);
      return found;
    } finally {
      lock.unlock();
    }
  }

  /** True if the message is held and is not being given back. */
  boolean isHeld(String handle) {
    lock.lock();
    try {
      Lease lease = held.get(handle);
      return lease != null && lease.state != Lease.State.RETURNING;
    } finally {
      lock.unlock();
    }
  }

  void extended(String handle, long expiresAt) {
    lock.lock();
    try {
      Lease lease = held.get(handle);
      if (lease != null) {
        lease.expiresAt = expiresAt;
      }
    } finally {
      lock.unlock();
    }
  }

  int working() {
    lock.lock();
    try {
      return working;
    } finally {
      lock.unlock();
    }
  }

  /** Messages that wait for a worker or for a place in a full lane. */
  int ready() {
    lock.lock();
    try {
      return ready.ready();
    } finally {
      lock.unlock();
    }
  }

  /** Messages that wait for their next attempt, or for a paused lane. */
  int parked() {
    lock.lock();
    try {
      return ready.size() - ready.ready();
    } finally {
      lock.unlock();
    }
  }

  /** As {@link ReadyMessages#ahead}. */
  int ahead(Lease lease) {
    lock.lock();
    try {
      return ready.ahead(lease);
    } finally {
      lock.unlock();
    }
  }

  /** The time until a waiting message's next attempt; zero if it waits for something else. */
  Duration untilDue(Lease lease) {
    lock.lock();
    try {
      return Duration.ofNanos(Math.max(0, lease.dueAt - clock.getAsLong()));
    } finally {
      lock.unlock();
    }
  }
}
