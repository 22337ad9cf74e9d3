package dev.caravan.store;

import dev.caravan.generation.Claim;
import dev.caravan.generation.Generation;
import java.time.Clock;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.MDC;
import org.slf4j.spi.LoggingEventBuilder;

/** The claims that this process holds. Its run method renews those that need it. */
final class HeldClaims implements Runnable {

  private static final Logger LOG = LoggerFactory.getLogger(HeldClaims.class);

  /** The log field for the trace id. */
  private static final String TRACE = "trace_id";

  /** A claim and its record as last written to S3; guarded by its own monitor. */
  private static final class Held {
    /** Null if the prompt has no trace. */
    final String trace = MDC.get(TRACE);

    /** Writes the index entry; null if the generation has one. */
    final FutureTask<Void> listing;

    Generation record;
    boolean ended;
    boolean failing;

    Held(Generation record, FutureTask<Void> listing) {
      this.record = record;
      this.listing = listing;
    }
  }

  private final Records records;
  private final Duration lease;
  private final Clock clock;
  private final Map<String, Held> held = new ConcurrentHashMap<>();

  HeldClaims(Records records, Duration lease, Clock clock) {
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
      mine.record = records.replace(mine.record.withModelCalls(calls));
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
   * Renews every claim of which a third has passed. It runs six times per lease, so a claim
   * survives a renewal that fails.
   */
  @Override
  public void run() {
    held.values().forEach(this::renew);
  }

  private void renew(Held mine) {
    synchronized (mine) {
      Claim claim = mine.record.claim();
      boolean young =
          claim.expiresAt().minus(lease.multipliedBy(2).dividedBy(3)).isAfter(clock.instant());
      if (mine.ended || young) {
        return;
      }
      try {
        mine.record = records.replace(mine.record.renewed(clock.instant().plus(lease)));
        mine.failing = false;
      } catch (RecordChangedException e) {
        held.values().remove(mine);
        warn(mine, "The claim on {} is lost; its result will not be recorded.");
      } catch (RuntimeException e) {
        if (!mine.failing) {
          warn(mine, "The claim on {} could not be renewed: {}", e.getMessage());
        }
        mine.failing = true;
      }
    }
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
