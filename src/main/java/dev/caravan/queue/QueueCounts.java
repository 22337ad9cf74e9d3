package dev.caravan.queue;

import java.util.concurrent.atomic.AtomicLong;

/** What the queue client has seen, for metrics: counts since the start. */
public final class QueueCounts {

  private final AtomicLong received = new AtomicLong();
  private final AtomicLong leasesLost = new AtomicLong();
  private final AtomicLong leasesLetGo = new AtomicLong();
  private final AtomicLong settlementsLost = new AtomicLong();

  void received(int messages) {
    received.addAndGet(messages);
  }

  void leaseLost() {
    leasesLost.incrementAndGet();
  }

  void leaseLetGo() {
    leasesLetGo.incrementAndGet();
  }

  void settlementLost() {
    settlementsLost.incrementAndGet();
  }

  public long received() {
    return received.get();
  }

  /** SQS gave the message to somebody else while we held it. */
  public long leasesLost() {
    return leasesLost.get();
  }

  /** Held longer than the cap. */
  public long leasesLetGo() {
    return leasesLetGo.get();
  }

  /** Deletes and returns that SQS refused. */
  public long settlementsLost() {
    return settlementsLost.get();
  }
}
