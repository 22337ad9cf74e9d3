package dev.caravan.queue;

import java.util.concurrent.atomic.AtomicLong;

/** Counters of the queue client since its start, for metrics. */
public final class QueueCounts {

  private final AtomicLong received = new AtomicLong();
  private final AtomicLong leasesLost = new AtomicLong();
  private final AtomicLong leasesLetGo = new AtomicLong();
  private final AtomicLong settlementsLost = new AtomicLong();
  private final AtomicLong renewed = new AtomicLong();

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

  void renewed() {
    renewed.incrementAndGet();
  }

  /** Messages that were sent again because their receives were nearly used up. */
  public long renewals() {
    return renewed.get();
  }

  public long received() {
    return received.get();
  }

  /** SQS delivered the message to another receiver while this process held it. */
  public long leasesLost() {
    return leasesLost.get();
  }

  /** The message was held longer than the longest lease. */
  public long leasesLetGo() {
    return leasesLetGo.get();
  }

  /** SQS refused a delete or a give back. */
  public long settlementsLost() {
    return settlementsLost.get();
  }
}
