package dev.caravan.bench.server;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** What the servers saw of one prompt: its model calls, its objects, and their time. */
final class Journey {

  private record Busy(long from, long to) {}

  private final List<Busy> calls = new ArrayList<>();
  private long begun;
  private long ended;
  private int invoked;
  private int stored;

  /**
   * Records an answered call. A server's time begins with the last byte of the request. The time to
   * send the request, and to wait for permission to send it, belongs to the caller.
   *
   * @param begun when the first bytes of the request arrived, as {@link System#nanoTime}
   * @param received when the last bytes arrived
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
   * @return how many times the prompt has been stored now
   */
  int stored() {
    return ++stored;
  }

  /** When its last call ended, as {@link System#nanoTime}. */
  long ended() {
    return ended;
  }

  int timesInvoked() {
    return invoked;
  }

  int timesStored() {
    return stored;
  }

  /** The servers' time. Time in which the servers had two calls at once counts once. */
  long busyMicros() {
    return busyNanos() / 1_000;
  }

  /** The time from the first call to the end of the last, minus the servers' time. */
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
