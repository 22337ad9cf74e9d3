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

/** The claims this process holds, renewed while their work goes on. */
final class HeldClaims implements Runnable {

  private static final Logger LOG = LoggerFactory.getLogger(HeldClaims.class);

  /** The field of the log that has the trace's id. */
  private static final String TRACE = "trace_id";

  /** The record as it is in S3 while we hold it; guarded by itself. */
  private static final class Held {
    /** Null where nobody follows it. */
    final String trace = MDC.get(TRACE);

    /** Writes its index entry; null where it has one. */
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
   * @param listing writes its index entry, on whatever thread runs it first; null where it has one
   */
  void begin(Generation claimed, FutureTask<Void> listing) {
    held.put(claimed.claim().owner(), new Held(claimed, listing));
  }

  /**
   * Waits for the index entry. Where nobody has begun to write it, it is written here; where it
   * could not be written, it is tried once more.
   *
   * @throws StoreException where it can't be written
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

  /** Renews no more; the record's version as the last renewal left it. */
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

  /** Called three times a lease: one renewal that fails does not lose the claim. */
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
        warn(mine, "The claim on {} is lost; its work will not be kept.");
      } catch (RuntimeException e) {
        if (!mine.failing) {
          warn(mine, "The claim on {} was not renewed: {}", e.getMessage());
        }
        mine.failing = true;
      }
    }
  }

  /** Named for whoever collects logs: on this thread no prompt is on its way. */
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
