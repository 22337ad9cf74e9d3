package dev.caravan.budget;

import dev.caravan.store.StoreException;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Tells the other instances what this one has spent, and hears it of them, by way of S3. */
final class SpendingExchange implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(SpendingExchange.class);

  /** How old what others can read of us is at most; written only where it has changed. */
  private static final Duration WRITE = Duration.ofSeconds(5);

  /** How old what we know of the others is at most. */
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

  /** Reads before it comes back: an instance begins with what the day has cost already. */
  void start() {
    read();
    running.scheduleWithFixedDelay(
        this::write, WRITE.toMillis(), WRITE.toMillis(), TimeUnit.MILLISECONDS);
    running.scheduleWithFixedDelay(
        this::read, READ.toMillis(), READ.toMillis(), TimeUnit.MILLISECONDS);
  }

  void read() {
    try {
      DaySpending spending = budget.spending();
      spending.read(objects.readOthers(spending.own().day()));
      budget.look();
    } catch (StoreException e) {
      LOG.warn("What others have spent today is not known anew: {}", e.getMessage());
    } catch (RuntimeException e) {
      // Thrown on, it would end the reading for good.
      LOG.warn("What others have spent today could not be read.", e);
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
      LOG.warn("What was spent here today is not told to others yet: {}", e.getMessage());
    } catch (RuntimeException e) {
      // As above.
      LOG.warn("What was spent here today could not be written.", e);
    }
  }

  /** After the last prompt: what it cost counts for those who go on. */
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
