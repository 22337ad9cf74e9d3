package dev.caravan.it.faults.single;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;

/** The fault of one prompt: it happens once. */
final class Plan {

  private final Cell cell;
  private final AtomicBoolean begun = new AtomicBoolean();
  private final CountDownLatch applied = new CountDownLatch(1);
  private final CountDownLatch over = new CountDownLatch(1);
  private volatile Runnable atReceive;

  Plan(Cell cell) {
    this.cell = cell;
  }

  Cell cell() {
    return cell;
  }

  Trouble trouble() {
    return cell.trouble();
  }

  boolean isFor(Step step) {
    return cell.step() == step;
  }

  /** True for the first caller only. */
  boolean begin() {
    return begun.compareAndSet(false, true);
  }

  boolean hasBegun() {
    return begun.get();
  }

  /** Sends the prompt when the next receive has arrived, so that it is this receive's message. */
  void sendAtReceive(Runnable send) {
    atReceive = send;
  }

  Runnable atReceive() {
    return atReceive;
  }

  void apply() {
    applied.countDown();
  }

  boolean isApplied() {
    return applied.getCount() == 0;
  }

  /** Holds the call until its caller has been killed. */
  void hold() throws InterruptedException {
    apply();
    over.await(2, TimeUnit.MINUTES);
  }

  void letGo() {
    over.countDown();
  }
}
