package dev.caravan.queue;

import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.IntSupplier;
import software.amazon.awssdk.services.sqs.model.Message;

/** All messages that this process holds, from receive until delete or give back. */
final class Leases {

  /** Whether messages are fetched and handed out. */
  private enum Gate {
    OPEN,
    PAUSED,
    STOPPED
  }

  private final QueueSettings settings;
  private final IntSupplier pace;
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition mayFetch = lock.newCondition();
  private final Condition mayTake = lock.newCondition();
  private final Map<String, Lease> held = new LinkedHashMap<>();
  private final ReadyMessages ready = new ReadyMessages();
  private int working;
  private Gate gate = Gate.OPEN;

  /**
   * @param pace number of messages that may be in progress now
   */
  Leases(QueueSettings settings, IntSupplier pace) {
    this.settings = settings;
    this.pace = pace;
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
      while (gate != Gate.STOPPED && !isWorthFetching() && left > 0) {
        left = mayFetch.awaitNanos(left);
      }
      return isWorthFetching() ? Math.min(QueueSettings.BATCH, room()) : 0;
    } finally {
      lock.unlock();
    }
  }

  /** Signals only if a waiter can proceed; this runs several times per message. */
  private void wake() {
    if (gate == Gate.STOPPED || isWorthFetching()) {
      mayFetch.signalAll();
    }
    if (gate == Gate.STOPPED) {
      mayTake.signalAll();
    } else if (isAnyToTake()) {
      // One waiter; it wakes the next if there are more messages.
      mayTake.signal();
    }
  }

  private boolean isWorthFetching() {
    return gate == Gate.OPEN && room() >= settings.worthFetching();
  }

  private int room() {
    // A message that waits for its delete needs no worker and takes no place.
    return workers() + settings.prefetch() - working - ready.size();
  }

  /** Maximum number of messages in progress now; at least one. */
  private int workers() {
    return Math.min(settings.consumers(), Math.max(1, pace.getAsInt()));
  }

  /**
   * @return false if fetching is closed: the messages must be given back at once
   */
  boolean add(List<Message> messages, long receivedAt) {
    lock.lock();
    try {
      long expiresAt = receivedAt + settings.visibility().toNanos();
      for (Message message : messages) {
        Lease lease = new Lease(message, receivedAt, expiresAt);
        held.put(lease.handle(), lease);
        if (gate == Gate.OPEN) {
          ready.add(lease);
        } else {
          lease.state = Lease.State.RETURNING;
        }
      }
      wake();
      return gate == Gate.OPEN;
    } finally {
      lock.unlock();
    }
  }

  /** Hands out messages; waits until there is a message and a free place. */
  List<Message> take(int most, Duration atMost) throws InterruptedException {
    lock.lock();
    try {
      long left = atMost.toNanos();
      while (gate != Gate.STOPPED && !isAnyToTake() && left > 0) {
        left = mayTake.awaitNanos(left);
      }
      if (!isAnyToTake()) {
        return List.of();
      }
      // Messages above the pace's limit stay here, leased and not started.
      List<Lease> taken = ready.take(Math.min(most, workers() - working));
      taken.forEach(lease -> lease.state = Lease.State.WORKING);
      working += taken.size();
      wake();
      return taken.stream().map(lease -> lease.message).toList();
    } finally {
      lock.unlock();
    }
  }

  private boolean isAnyToTake() {
    return gate == Gate.OPEN && working < workers() && ready.isAnyFree();
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
      wake();
      return Optional.of(lease);
    } finally {
      lock.unlock();
    }
  }

  /** Lets the next message of the FIFO group go. */
  void releaseGroup(Lease lease) {
    if (lease.group() == null) {
      return;
    }
    lock.lock();
    try {
      ready.finished(lease);
      wake();
    } finally {
      lock.unlock();
    }
  }

  /** The messages behind a failed one of the same FIFO group, to be given back as well. */
  List<Lease> takeBehind(Lease failed) {
    lock.lock();
    try {
      if (failed.group() == null) {
        return List.of();
      }
      List<Lease> behind = ready.drainGroup(failed.group());
      behind.forEach(lease -> lease.state = Lease.State.RETURNING);
      ready.finished(failed);
      return behind;
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
        ready.finished(lease);
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
  List<Lease> where(java.util.function.Predicate<Lease> test) {
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

  int ready() {
    lock.lock();
    try {
      return ready.size();
    } finally {
      lock.unlock();
    }
  }
}
