package dev.caravan.bench.server;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** What the servers saw of one prompt: its model calls, its objects, and how long they took. */
final class Journey {

  private record Busy(long from, long to) {}

  private final List<Busy> calls = new ArrayList<>();
  private long begun;
  private long ended;
  private int invoked;
  private int stored;

  /**
   * A call was answered. A server's time is from the last byte of the request: to send it, and to
   * wait for a leave to send it, is the caller's.
   *
   * @param begun the request's first bytes were there, as {@link System#nanoTime}
   * @param received its last ones
   */
  void call(long begun, long received, long answered) {
    this.begun = calls.isEmpty() ? begun : Math.min(this.begun, begun);
    ended = Math.max(ended, answered);
    calls.add(new Busy(received, answered));
  }

  void invoked() {
    invoked++;
  }

  /**
   * @return how often it is stored now
   */
  int stored() {
    return ++stored;
  }

  int timesInvoked() {
    return invoked;
  }

  int timesStored() {
    return stored;
  }

  /** While two calls were with the servers at once counts once. */
  long busyMicros() {
    return busyNanos() / 1_000;
  }

  /** From the first call for it to the end of the last, less the time the servers took. */
  long addedMicros() {
    return (ended - begun - busyNanos()) / 1_000;
  }

  private long busyNanos() {
    List<Busy> inOrder = calls.stream().sorted(Comparator.comparingLong(Busy::from)).toList();
    long busy = 0;
    long until = Long.MIN_VALUE;
    for (Busy call : inOrder) {
      busy += Math.max(0, call.to() - Math.max(call.from(), until));
      until = Math.max(until, call.to());
    }
    return busy;
  }
}
