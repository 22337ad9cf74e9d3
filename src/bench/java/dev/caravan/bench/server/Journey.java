package dev.caravan.bench.server;

/** What the servers saw of one prompt: its model calls, its objects, and how long they took. */
final class Journey {

  private long begun;
  private long ended;
  private long busy;
  private int invoked;
  private int stored;

  void call(long from, long to) {
    if (begun == 0) {
      begun = from;
    }
    ended = Math.max(ended, to);
    busy += to - from;
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

  long busyMicros() {
    return busy / 1_000;
  }

  /** From the first call for it to the end of the last, less the time the servers took. */
  long addedMicros() {
    return (ended - begun - busy) / 1_000;
  }
}
