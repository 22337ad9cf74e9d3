package dev.caravan.store;

import dev.caravan.generation.Generation;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.s3.S3Client;

/**
 * Finds records that nobody works on, and ends or continues them: {@code running} with an expired
 * claim, {@code queued} without a message. It reads every new record once, some time after its
 * prompt was received, and those that have not ended once a minute from then on. One instance at a
 * time makes a run, and a run is bounded.
 */
public final class Sweep implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(Sweep.class);

  /** How far back the very first run looks. */
  private static final Duration HISTORY = Duration.ofDays(7);

  /** The most records that one run reads; also the length of a page of the listing. */
  private static final int RECORDS_PER_RUN = 1000;

  private static final int MOST_OPEN = 1000;

  /** Between two compactions, unless there is a backlog. */
  private static final Duration COMPACTION_INTERVAL = Duration.ofMinutes(10);

  /** Runs in a row that must find the queue empty before its messages count as lost. */
  private static final int EMPTY_RUNS = 2;

  private final Records records;
  private final Listing listing;
  private final SweepFile file;
  private final SweptRecord swept;
  private final Carrier queue;
  private final Duration interval;
  private final Duration longestWait;
  private final Clock clock;
  private final int most;
  private final String instance = UUID.randomUUID().toString().substring(0, 8);
  private final ScheduledExecutorService running =
      Executors.newSingleThreadScheduledExecutor(
          work -> {
            Thread thread = new Thread(work, "sweep");
            thread.setDaemon(true);
            return thread;
          });

  private final Compaction compaction;
  private Instant nextCompaction = Instant.MIN;
  private boolean compactionFails;

  private volatile String trouble;
  private volatile Instant lastRun;

  /**
   * @param results finds the results that records do not name yet
   * @param queue to which prompts are sent again
   * @param longestWait after which a prompt that waits for its message has expired
   */
  public Sweep(
      S3Client s3,
      String bucket,
      String prefix,
      ResultKeys results,
      Records records,
      Listing listing,
      Carrier queue,
      long intervalSeconds,
      Duration longestWait) {
    this(
        records,
        new StoredResults(s3, bucket, results),
        listing,
        new SweepFile(s3, bucket, new Keys(prefix), Clock.systemUTC()),
        queue,
        Duration.ofSeconds(intervalSeconds),
        longestWait,
        Clock.systemUTC(),
        RECORDS_PER_RUN,
        new Compaction(s3, bucket, prefix, listing));
  }

  /**
   * @param most records that one run reads, and the length of a page of the listing
   * @param compaction after a run; null for none
   */
  Sweep(
      Records records,
      StoredResults results,
      Listing listing,
      SweepFile file,
      Carrier queue,
      Duration interval,
      Duration longestWait,
      Clock clock,
      int most,
      Compaction compaction) {
    this.compaction = compaction;
    this.most = most;
    this.records = records;
    this.listing = listing;
    this.file = file;
    this.swept = new SweptRecord(records, results, queue, interval, longestWait);
    this.longestWait = longestWait;
    this.queue = queue;
    this.interval = interval;
    this.clock = clock;
  }

  /** Runs from now on, once per interval. */
  public void start() {
    running.scheduleWithFixedDelay(
        this::runSafely, interval.toMillis(), interval.toMillis(), TimeUnit.MILLISECONDS);
  }

  private void runSafely() {
    try {
      run();
      trouble = null;
    } catch (RuntimeException | Error e) {
      // An Error too: the next run may succeed, and without the sweep such records would stay.
      if (trouble == null) {
        LOG.warn("The sweep failed and will run again: {}", e.toString(), e);
      }
      trouble = e.toString();
    }
  }

  /**
   * Makes one run, unless another instance has made one within the last interval.
   *
   * @throws StoreException if S3 fails; the next run continues
   */
  void run() {
    Instant now = clock.instant();
    SweepFile.Version before = file.read(SweepNotes.startingAt(Keys.cursorAt(now.minus(HISTORY))));
    // S3's times are whole seconds.
    if (before.age().plusSeconds(2).compareTo(interval) < 0) {
      return;
    }
    Optional<SweepFile.Version> mine =
        file.write(before.notes().by(instance + "-" + now.toEpochMilli()), before.version());
    if (mine.isEmpty()) {
      return;
    }
    SweepNotes after = work(mine.get().notes(), now);
    file.write(after, mine.get().version());
    lastRun = now;
    if (compaction != null && !now.isBefore(nextCompaction)) {
      compact(now);
    }
  }

  /** Only searches need it, so its failure is none of the sweep's. */
  private void compact(Instant now) {
    try {
      nextCompaction = compaction.run() ? now : now.plus(COMPACTION_INTERVAL);
      compactionFails = false;
    } catch (RuntimeException | Error e) {
      if (!compactionFails) {
        LOG.warn("The compaction for searches failed and will run again: {}", e.toString());
      }
      compactionFails = true;
    }
  }

  private SweepNotes work(SweepNotes notes, Instant now) {
    Instant end = now.plus(interval.multipliedBy(3).dividedBy(4));
    SweepNotes counted = countMessages(notes);
    SweepNotes reread = readOpen(counted, now, end);
    return walk(expire(reread, now, end), now, end);
  }

  /**
   * Reads the records again that waited for their message when they were first read, once they are
   * so old that the wait has ended. If the queue is never empty, no other run reads them.
   */
  private SweepNotes expire(SweepNotes notes, Instant now, Instant end) {
    String limit = Keys.cursorAt(now.minus(longestWait).minus(interval.multipliedBy(2)));
    if (notes.oldestQueued() == null || notes.oldestQueued().compareTo(limit) <= 0) {
      return notes;
    }
    SweepNotes next = notes.expiring() == null ? notes.searching(limit, limit) : notes;
    String from = next.expiring().from();
    Set<String> open = new LinkedHashSet<>(notes.open());
    List<String> page = listing.cursors(most, next.expiring().at());
    boolean isLast = page.size() < most;
    for (String cursor : page) {
      if (cursor.compareTo(notes.oldestQueued()) > 0) {
        isLast = true;
        break;
      }
      if (!clock.instant().isBefore(end)) {
        return next.withOpen(List.copyOf(open));
      }
      next = handle(next, cursor, open, now).searching(from, cursor);
    }
    next = next.withOpen(List.copyOf(open));
    return isLast ? next.searched() : next;
  }

  /** Asks SQS only while a record waits for its message. */
  private SweepNotes countMessages(SweepNotes notes) {
    if (notes.oldestQueued() == null || notes.top() != null) {
      return notes;
    }
    SweepNotes counted = notes.counted(queue.isEmpty());
    return counted.emptyRuns() >= EMPTY_RUNS ? counted.sendingAgain() : counted;
  }

  private SweepNotes readOpen(SweepNotes notes, Instant now, Instant end) {
    SweepNotes next = notes;
    Set<String> open = new LinkedHashSet<>(notes.open());
    for (String cursor : notes.open()) {
      if (!clock.instant().isBefore(end)) {
        break;
      }
      open.remove(cursor);
      next = handle(next, cursor, open, now);
    }
    return next.withOpen(List.copyOf(open));
  }

  /** Reads the records between the newest settled one and those that were read before. */
  private SweepNotes walk(SweepNotes notes, Instant now, Instant end) {
    // Younger records are left to their owners. The clocks of instances may differ by less.
    Instant settled = now.minus(interval.multipliedBy(3).dividedBy(2));
    SweepNotes next = notes.walkingFrom(Keys.cursorAt(settled));
    Set<String> open = new LinkedHashSet<>(notes.open());
    int read = 0;
    while (true) {
      List<String> page = listing.cursors(most, next.at());
      for (String cursor : page) {
        if (cursor.compareTo(next.seen()) >= 0) {
          return next.withOpen(List.copyOf(open)).walked();
        }
        if (read == most || open.size() >= MOST_OPEN || !clock.instant().isBefore(end)) {
          return next.withOpen(List.copyOf(open));
        }
        read++;
        next = handle(next, cursor, open, now).reached(cursor);
      }
      if (page.size() < most) {
        return next.withOpen(List.copyOf(open)).walked();
      }
    }
  }

  private SweepNotes handle(SweepNotes notes, String cursor, Set<String> open, Instant now) {
    try {
      Optional<Generation> record = records.find(Keys.idOf(cursor));
      if (record.isEmpty()) {
        return notes;
      }
      switch (swept.handle(record.get(), now, notes.resending())) {
        case READ_AGAIN -> open.add(cursor);
        case WAITS_FOR_MESSAGE -> {
          return notes.waiting(cursor);
        }
        case NOTHING -> {}
      }
    } catch (UnreadableRecordException e) {
      // The cause would quote the record, and so the prompt.
      LOG.warn("The sweep skips a generation: {}", e.getMessage());
    } catch (RuntimeException e) {
      if (isOutage(e)) {
        throw e;
      }
      // A record that can't be handled must not keep the sweep from all others.
      LOG.warn("The sweep skips {}: {}", Keys.idOf(cursor), e.toString(), e);
    }
    return notes;
  }

  /** True if S3 or SQS failed: this run ends, and the next one reads the same records. */
  private static boolean isOutage(Throwable thrown) {
    return thrown instanceof SdkException || thrown.getCause() instanceof SdkException;
  }

  /** Why the last run failed; null if it did not. */
  public String trouble() {
    return trouble;
  }

  /** When this instance last made a run; null if it has made none. */
  public Instant lastRun() {
    return lastRun;
  }

  @Override
  public void close() {
    running.shutdownNow();
  }
}
