package dev.caravan.store;

import dev.caravan.generation.Generation;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.FutureTask;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicBoolean;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.MDC;
import org.slf4j.spi.LoggingEventBuilder;

/** The claims that this process holds. Its run method renews those that need it. */
final class HeldClaims implements Runnable, AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(HeldClaims.class);

  /** The log field for the trace id. */
  private static final String TRACE = "trace_id";

  /** A claim and its record as last written to S3; guarded by its own monitor. */
  private static final class Held {
    /** Null if the prompt has no trace. */
    final String trace = MDC.get(TRACE);

    /** Writes the index entry; null if the generation has one. */
    final FutureTask<Void> listing;

    final AtomicBoolean renewing = new AtomicBoolean();

    volatile Generation record;
    boolean ended;
    volatile boolean failing;

    Held(Generation record, FutureTask<Void> listing) {
      this.record = record;
      this.listing = listing;
    }
  }

  private final Records records;
  private final Duration lease;
  private final Clock clock;

  /** Of one S3 call; a renewal makes several at most, and all of them fit into one lease. */
  private final Duration timeout;

  private final Map<String, Held> held = new ConcurrentHashMap<>();
  private final ExecutorService threads =
      Executors.newCachedThreadPool(
          work -> {
            Thread thread = new Thread(work, "claim-renewal");
            thread.setDaemon(true);
            return thread;
          });

  HeldClaims(Records records, Duration lease, Clock clock) {
    this.timeout = Duration.ofMillis(Math.max(500, lease.toMillis() / 12));
    this.records = records;
    this.lease = lease;
    this.clock = clock;
  }

  /**
   * @param listing writes the index entry, on the first thread that runs it; null if the generation
   *     has an entry
   */
  void begin(Generation claimed, FutureTask<Void> listing) {
    held.put(claimed.claim().owner(), new Held(claimed, listing));
  }

  /**
   * Waits until the index entry is written. If no thread has begun to write it, this one does. If
   * the write failed, this tries it once more.
   *
   * @throws StoreException if the entry can't be written
   */
  void awaitListed(Generation claimed) {
    Held mine = held.get(claimed.claim().owner());
    if (mine == null || mine.listing == null) {
      return;
    }
    mine.listing.run();
    try {
      mine.listing.get();
    } catch (ExecutionException e) {
      records.index(claimed);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new StoreException(
          "Interrupted while the index entry of %s was written".formatted(claimed.id()), e);
    }
  }

  /**
   * Writes the number of model calls into the record.
   *
   * @throws RecordChangedException if the claim is lost
   */
  void note(Generation claimed, int calls) {
    Held mine = held.get(claimed.claim().owner());
    if (mine == null) {
      throw new RecordChangedException(claimed.id());
    }
    synchronized (mine) {
      Generation noted = mine.record.withModelCalls(calls);
      mine.record = records.replaceOwn(noted, noted.claim(), null);
    }
  }

  /** Stops renewing the claim, and returns the record's version after the last renewal. */
  String end(Generation claimed) {
    Held mine = held.remove(claimed.claim().owner());
    if (mine == null) {
      return claimed.version();
    }
    synchronized (mine) {
      mine.ended = true;
      return mine.record.version();
    }
  }

  /**
   * Checks before a result is stored that the claim is still ours. A claim that has expired,
   * because renewals failed for so long, is renewed first, which fails if another owner has taken
   * it.
   *
   * @throws RecordChangedException if the claim is lost
   * @throws StoreException if the claim has expired and can't be renewed now
   */
  void require(Generation claimed) {
    Held mine = held.get(claimed.claim().owner());
    if (mine == null) {
      throw new RecordChangedException(claimed.id());
    }
    synchronized (mine) {
      if (!mine.record.claim().expiresAt().isAfter(clock.instant())) {
        try {
          write(mine);
        } catch (RecordChangedException e) {
          lose(mine);
          throw e;
        }
      }
    }
  }

  /**
   * Renews every claim of which a third has passed. It runs six times per lease, so a claim
   * survives a renewal that fails. Each is renewed on a thread of its own, because a call that
   * hangs must not keep the others waiting.
   */
  @Override
  public void run() {
    for (Held mine : held.values()) {
      if (isDue(mine) && mine.renewing.compareAndSet(false, true)) {
        try {
          threads.execute(() -> renew(mine));
        } catch (RejectedExecutionException e) {
          // The process ends; the claims are left to expire.
          mine.renewing.set(false);
        }
      }
    }
  }

  private boolean isDue(Held mine) {
    Instant due = mine.record.claim().expiresAt().minus(lease.multipliedBy(2).dividedBy(3));
    return !due.isAfter(clock.instant());
  }

  private void renew(Held mine) {
    try {
      synchronized (mine) {
        if (mine.ended || !isDue(mine)) {
          return;
        }
        write(mine);
        mine.failing = false;
      }
    } catch (RecordChangedException e) {
      lose(mine);
    } catch (RuntimeException | Error e) {
      // An Error too: without its renewals, another instance would pay for this prompt again.
      if (!mine.failing) {
        warn(mine, "The claim on {} could not be renewed: {}", e.toString());
      }
      mine.failing = true;
    } finally {
      mine.renewing.set(false);
    }
  }

  private void write(Held mine) {
    Generation renewed = mine.record.renewed(clock.instant().plus(lease));
    mine.record = records.replaceOwn(renewed, renewed.claim(), timeout);
  }

  private void lose(Held mine) {
    held.values().remove(mine);
    warn(mine, "The claim on {} is lost; its result will not be stored.");
  }

  @Override
  public void close() {
    threads.shutdownNow();
  }

  /** Adds the id and trace as fields, because this thread has no log context of a prompt. */
  private static void warn(Held mine, String message, Object... more) {
    String id = mine.record.id();
    LoggingEventBuilder warning = LOG.atWarn().addKeyValue("generation", id).addArgument(id);
    if (mine.trace != null) {
      warning = warning.addKeyValue(TRACE, mine.trace);
    }
    for (Object argument : more) {
      warning = warning.addArgument(argument);
    }
    warning.log(message);
  }
}
