package dev.caravan.bench.server;

/** What the servers saw of one prompt: its model calls, its objects, and how long they took. */
final class Journey {

  private long begun;
  private long ended;
  private long busy;
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
    if (this.begun == 0) {
      this.begun = begun;
    }
    ended = Math.max(ended, answered);
    busy += answered - received;
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
