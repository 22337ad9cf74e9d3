package dev.caravan.queue;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.random.RandomGenerator;

/**
 * Messages of one lane whose model calls failed in a way that may be their own fault, and their
 * senders. Until a call succeeds, other messages go first. So a paused model is not tried with one
 * sender's strange prompts only. Guarded by {@link Leases}.
 */
final class Suspects {

  /** Senders that are remembered. */
  private static final int MOST_SENDERS = 1000;

  private final RandomGenerator random = new SplittableRandom();
  private final Set<String> senders = new HashSet<>();
  private boolean isAny;

  boolean isAny() {
    return isAny;
  }

  void add(Lease lease) {
    isAny = true;
    lease.isBlamed = true;
    if (lease.sender != null && senders.size() < MOST_SENDERS) {
      senders.add(lease.sender);
    }
  }

  /** A call succeeded, so the messages go in turn again. */
  void clear() {
    isAny = false;
    senders.clear();
  }

  /**
   * The message that is least likely to fail again; a random one of several.
   *
   * @param lines lines with at least one message each
   */
  Lease least(Iterable<MessageLine> lines) {
    List<Lease> best = new ArrayList<>();
    int least = Integer.MAX_VALUE;
    for (MessageLine line : lines) {
      for (Lease lease : line.messages) {
        int suspicion = suspicion(lease);
        if (suspicion < least) {
          best.clear();
          least = suspicion;
        }
        if (suspicion == least) {
          best.add(lease);
        }
        if (lease.isOrdered) {
          break;
        }
      }
    }
    return best.get(random.nextInt(best.size()));
  }

  private int suspicion(Lease lease) {
    if (lease.isBlamed) {
      return 2;
    }
    return senders.contains(lease.sender) ? 1 : 0;
  }
}
