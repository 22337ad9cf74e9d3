package dev.caravan.queue;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;

/**
 * Settlements that wait to form a batch, because SQS takes ten for the price of one. A delete waits
 * for the deletes of the messages in progress, and its message stays leased. Nothing else waits
 * long.
 */
final class Settlements {

  /** How long a settlement waits for others. */
  static final Duration LINGER = Duration.ofMillis(250);

  /**
   * How long a delete waits while messages are in progress: ten deletes at two prompts per second.
   */
  static final Duration LONGEST_LINGER = Duration.ofSeconds(5);

  private static final long LOOK_UP_NANOS = TimeUnit.MILLISECONDS.toNanos(200);

  private final BlockingQueue<Settlement> waiting = new LinkedBlockingQueue<>();
  private final BooleanSupplier moreToCome;

  /**
   * @param moreToCome whether messages are in progress, whose deletes will follow
   */
  Settlements(BooleanSupplier moreToCome) {
    this.moreToCome = moreToCome;
  }

  void add(Settlement settlement) {
    waiting.add(settlement);
  }

  void addAll(Collection<Settlement> settlements) {
    waiting.addAll(settlements);
  }

  boolean isEmpty() {
    return waiting.isEmpty();
  }

  int size() {
    return waiting.size();
  }

  /**
   * Waits for the next batch.
   *
   * @param hurry ends all waiting when it is true
   * @return empty if there was no settlement
   */
  List<Settlement> next(BooleanSupplier hurry) throws InterruptedException {
    List<Settlement> batch = new ArrayList<>();
    int deletes = 0;
    long end = System.nanoTime() + LOOK_UP_NANOS;
    while (deletes < QueueSettings.BATCH && batch.size() < 2 * QueueSettings.BATCH) {
      long left = hurry.getAsBoolean() ? 0 : end - System.nanoTime();
      Settlement more = waiting.poll(Math.min(left, LOOK_UP_NANOS), TimeUnit.NANOSECONDS);
      if (more != null) {
        long mayWait = System.nanoTime() + linger(more).toNanos();
        end = batch.isEmpty() || mayWait - end < 0 ? mayWait : end;
        deletes += more.isDelete() ? 1 : 0;
        batch.add(more);
      } else if (left <= LOOK_UP_NANOS) {
        break;
      }
    }
    return batch;
  }

  private Duration linger(Settlement settlement) {
    // SQS delivers no other message of a FIFO group until this one is deleted.
    boolean heldUp = settlement.lease().isOrdered;
    return settlement.isDelete() && !heldUp && moreToCome.getAsBoolean() ? LONGEST_LINGER : LINGER;
  }
}
