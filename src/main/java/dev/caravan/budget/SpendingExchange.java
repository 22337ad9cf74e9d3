package dev.caravan.budget;

import dev.caravan.store.StoreException;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Exchanges the amounts spent today with the other instances through S3. Without a budget, no
 * instance needs the amounts of the others, and each writes its own less often.
 */
final class SpendingExchange implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(SpendingExchange.class);

  /** Interval of writing this instance's amount, if it has changed. */
  private static final Duration WRITE = Duration.ofSeconds(5);

  private static final Duration WRITE_WITHOUT_BUDGET = Duration.ofSeconds(60);

  /** Interval of reading the other instances' amounts. */
  private static final Duration READ = Duration.ofSeconds(30);

  private static final Duration LAST = Duration.ofSeconds(3);

  private final Budget budget;
  private final SpendingObjects objects;
  private final ScheduledExecutorService running =
      Executors.newSingleThreadScheduledExecutor(
          work -> {
            Thread thread = new Thread(work, "budget");
            thread.setDaemon(true);
            return thread;
          });
  private DaySpending.Part written;

  SpendingExchange(Budget budget, SpendingObjects objects) {
    this.budget = budget;
    this.objects = objects;
  }

  /** Reads before it returns, so that an instance begins with what the day has already cost. */
  void start() {
    if (!budget.isSet()) {
      repeat(this::write, WRITE_WITHOUT_BUDGET);
      return;
    }
    read();
    repeat(this::write, WRITE);
    repeat(this::read, READ);
  }

  private void repeat(Runnable work, Duration interval) {
    running.scheduleWithFixedDelay(
        work, interval.toMillis(), interval.toMillis(), TimeUnit.MILLISECONDS);
  }

  void read() {
    try {
      DaySpending spending = budget.spending();
      spending.read(objects.readOthers(spending.own().day()));
      budget.look();
    } catch (StoreException e) {
      LOG.warn(
          "The amount that other instances have spent today could not be read: {}", e.getMessage());
    } catch (RuntimeException e) {
      // An exception would end the schedule.
      LOG.warn("The amount that other instances have spent today could not be read.", e);
    }
  }

  void write() {
    DaySpending.Part own = budget.spending().own();
    if (own.equals(written) || own.usd().compareTo(BigDecimal.ZERO) == 0) {
      return;
    }
    try {
      objects.write(own);
      written = own;
    } catch (StoreException e) {
      LOG.warn(
          "The amount that this instance has spent today could not be written: {}", e.getMessage());
    } catch (RuntimeException e) {
      // An exception would end the schedule.
      LOG.warn("The amount that this instance has spent today could not be written.", e);
    }
  }

  /** Writes the final amount, after the last prompt, for the instances that go on. */
  @Override
  public void close() {
    running.shutdown();
    try {
      if (running.awaitTermination(LAST.toMillis(), TimeUnit.MILLISECONDS)) {
        write();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
