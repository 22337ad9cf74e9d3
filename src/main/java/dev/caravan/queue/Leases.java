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

/** Every message that we hold, from its receive until it is deleted or given back. */
final class Leases {

  /** Whether messages come in and go out. */
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
   * @param pace how many messages are worth working on now
   */
  Leases(QueueSettings settings, IntSupplier pace) {
    this.settings = settings;
    this.pace = pace;
  }

  /**
   * Waits until a fetch is worth its call.
   *
   * @return how many messages to ask for; 0 where it was closed meanwhile or the time ran out
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

  /** Wakes nobody in vain: this is called several times for every message. */
  private void wake() {
    if (gate == Gate.STOPPED || isWorthFetching()) {
      mayFetch.signalAll();
    }
    if (gate == Gate.STOPPED) {
      mayTake.signalAll();
    } else if (isAnyToTake()) {
      // One; it wakes the next where there is more.
      mayTake.signal();
    }
  }

  private boolean isWorthFetching() {
    return gate == Gate.OPEN && room() >= settings.worthFetching();
  }

  private int room() {
    // What is being deleted needs no worker, so it takes no place.
    return workers() + settings.prefetch() - working - ready.size();
  }

  /** Messages in work at most, now; one is always worth trying. */
  private int workers() {
    return Math.min(settings.consumers(), Math.max(1, pace.getAsInt()));
  }

  /**
   * @return false where it is closed: the messages must be given back at once
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

  /** Hands out messages for which there are free workers; waits for both. */
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
      // What the pace has no room for stays here: leased, but nobody has tried it.
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
   * The route is done with a message, however it ended: its place is free.
   *
   * @param next what is done with the message now
   * @return the lease, once; empty where it was settled before, or let go
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

  /** The next of its FIFO group may go. */
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

  /** Deleted, given back, or lost: no longer ours. */
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
   * Takes and hands out nothing until {@link #open}; what no worker has comes back to be returned.
   */
  List<Lease> pause() {
    return close(Gate.PAUSED);
  }

  /** The same for good. */
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

  /** Ends a pause; what is stopped stays stopped. */
  void open() {
    lock.lock();
    try {
      gate = gate == Gate.PAUSED ? Gate.OPEN : gate;
      wake();
    } finally {
      lock.unlock();
    }
  }

  /** Those that the test holds for, as they are now. */
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

  /** True while the message is ours and not about to be given back. */
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
