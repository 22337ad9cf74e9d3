package dev.caravan.store;

import dev.caravan.failure.FailedGeneration;
import dev.caravan.failure.FailureTable;
import dev.caravan.generation.Claim;
import dev.caravan.generation.Failure;
import dev.caravan.generation.Generation;
import dev.caravan.generation.Result;
import dev.caravan.generation.Source;
import dev.caravan.model.Models;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.Executor;
import java.util.concurrent.Executors;
import java.util.concurrent.FutureTask;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Predicate;
import org.apache.camel.Exchange;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The claim protocol: a generation is taken, its claim is renewed while the work goes on, and then
 * it is finished or released. The claim precedes the model call, because the call costs money: if
 * two receivers have the same message, only one gets the claim, and a process that crashes loses
 * its claim when it expires.
 */
public final class Claims implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(Claims.class);
  private static final int TRIES = 5;
  private static final int RENEWAL_CHECKS_PER_LEASE = 6;

  /** Shorter than the time that prompts in progress have when the service stops. */
  private static final Duration LONGEST_FINISH = Duration.ofSeconds(20);

  private final Records records;
  private final Predicate<Result> isStored;
  private final Duration lease;
  private final Clock clock;
  private final Executor alongside;
  private final HeldClaims held;
  private final Patience patience = new Patience(LONGEST_FINISH);
  private final AtomicBoolean renewals = new AtomicBoolean();
  private final ScheduledExecutorService renewing =
      Executors.newSingleThreadScheduledExecutor(
          work -> {
            Thread thread = new Thread(work, "claim-renewals");
            thread.setDaemon(true);
            return thread;
          });
  private final String instance = UUID.randomUUID().toString().substring(0, 8);
  private final AtomicLong claims = new AtomicLong();

  /**
   * @param leaseSeconds how long a claim lasts without renewal
   */
  public Claims(Records records, long leaseSeconds) {
    this(records, leaseSeconds, Runnable::run);
  }

  /**
   * @param alongside writes the index entries of HTTP prompts while their work goes on
   */
  public Claims(Records records, long leaseSeconds, Executor alongside) {
    this(records, result -> true, leaseSeconds, alongside);
  }

  /**
   * @param isStored whether a result is still in S3
   */
  public Claims(
      Records records, Predicate<Result> isStored, long leaseSeconds, Executor alongside) {
    this(records, isStored, Duration.ofSeconds(leaseSeconds), Clock.systemUTC(), alongside);
  }

  Claims(
      Records records,
      Predicate<Result> isStored,
      Duration lease,
      Clock clock,
      Executor alongside) {
    this.records = records;
    this.isStored = isStored;
    this.lease = lease;
    this.clock = clock;
    this.alongside = alongside;
    this.held = new HeldClaims(records, lease, clock);
  }

  /**
   * A route step: claims the generation, and sets the variable {@code generation} to the result. A
   * step that fails later leaves its own request in the body; the failure routes read the variable.
   */
  public Generation take(Generation accepted, Exchange exchange) {
    Generation taken = claim(accepted);
    exchange.setVariable("generation", taken);
    if (taken.isRunning()) {
      // The claim has reserved a call that is not made yet.
      exchange.setVariable(Models.CALLS, taken.modelCalls() - 1);
      exchange.setVariable(Models.NOTED_CALLS, taken.modelCalls());
    }
    return taken;
  }

  /**
   * Claims the generation. The result is running and claimed by this process, or it had already
   * ended (done, refused or cancelled) and is answered from its record.
   *
   * @throws AlreadyRunningException if another claim on it is valid
   * @throws OtherRequestException if the record of this id was made by another request
   */
  public Generation claim(Generation accepted) {
    for (int tries = 1; ; tries++) {
      try {
        return tryToTake(accepted);
      } catch (RecordChangedException e) {
        if (tries == TRIES) {
          throw e;
        }
      }
    }
  }

  /**
   * Whether {@link #claim} would answer this prompt without a model call: it has ended, another
   * claim on it is valid, or its record was made by another request.
   */
  public boolean isAnswered(Generation accepted) {
    return records
        .find(accepted.id())
        .filter(
            record ->
                !record.fingerprint().equals(accepted.fingerprint())
                    || FailureTable.isRefused(record)
                    || record.isCancelled()
                    || record.isDone() && !mayMakeAgain(accepted, record)
                    || record.isClaimedAt(clock.instant()))
        .isPresent();
  }

  private Generation tryToTake(Generation accepted) {
    Instant now = clock.instant();
    Claim claim = newClaim(now);
    Optional<Generation> found = Optional.empty();
    if (isProbablyNew(accepted)) {
      try {
        return create(accepted.claimed(claim, now));
      } catch (RecordChangedException e) {
        found = e.current();
      }
    }
    if (found.isEmpty()) {
      found = records.find(accepted.id());
    }
    if (found.isEmpty()) {
      return create(accepted.claimed(claim, now));
    }
    Generation record = found.get();
    OtherRequestException.requireSame(accepted, record);
    if (FailureTable.isRefused(record) || record.isCancelled()) {
      return record;
    }
    if (record.isDone()) {
      if (!mayMakeAgain(accepted, record)) {
        return record;
      }
      record = record.reopened();
    }
    if (record.isClaimedAt(now)) {
      throw new AlreadyRunningException(record.id(), record.claim().freeAt(now));
    }
    if (found.get().isDone() || found.get().isFailed()) {
      records.markChanged(record);
    }
    Generation claimed = records.replace(withModel(record, accepted).claimed(claim, now));
    // If the previous owner died, it may not have written the index entry.
    return record.claim() == null ? renewFromNowOn(claimed, null) : begin(claimed);
  }

  /**
   * Whether the result of a finished prompt was deleted and a caller asks for it again. A message
   * that is received twice is no such request.
   */
  private boolean mayMakeAgain(Generation accepted, Generation record) {
    return accepted.source() == Source.HTTP
        && (record.isDeleted() || !isStored.test(record.result()));
  }

  /** Each claim has its own owner, because two consumers of one process must not share a claim. */
  private Claim newClaim(Instant now) {
    return Claim.lasting(instance + "-" + claims.incrementAndGet(), now, lease);
  }

  /**
   * Whether to create the record without reading first. HTTP prompts and messages without an id are
   * rarely repeated. A message that names its generation usually has a record: Caravan writes it
   * before it sends the message.
   */
  private static boolean isProbablyNew(Generation accepted) {
    return accepted.source() == Source.HTTP || accepted.id().equals(accepted.messageId());
  }

  /**
   * Creates the record. If nobody else knows the id, the index entry comes first: should this
   * instance end in between, only the index leads to the record.
   */
  private Generation create(Generation claimed) {
    if (claimed.isKnownToNobody()) {
      records.index(claimed);
      return renewFromNowOn(records.createUnlisted(claimed), null);
    }
    return begin(records.createUnlisted(claimed));
  }

  /** A prompt that was refused before its first attempt, and redriven, has no model or seed yet. */
  private static Generation withModel(Generation record, Generation accepted) {
    return record.attempts() == 0
        ? record.accepted(accepted.model(), accepted.aspectRatio(), accepted.seed())
        : record;
  }

  /**
   * Renews the claim from now on, and writes the index entry. Callers with a key do not wait for
   * the entry, but the work never ends without it. For messages it is written here, because a
   * change of threads would cost CPU time, and no caller waits for the answer.
   */
  private Generation begin(Generation claimed) {
    if (claimed.source() != Source.HTTP) {
      try {
        records.index(claimed);
      } catch (StoreException e) {
        letGo(claimed, e);
        throw e;
      }
      return renewFromNowOn(claimed, null);
    }
    FutureTask<Void> listing = new FutureTask<>(() -> records.index(claimed), null);
    alongside.execute(listing);
    return renewFromNowOn(claimed, listing);
  }

  /** Takes back a claim before any work, with the model call that it has reserved. */
  private void letGo(Generation claimed, StoreException cause) {
    try {
      records.update(
          claimed.id(),
          record ->
              record.isClaimedBy(claimed.claim())
                  ? record.released(record.failure()).withModelCalls(record.modelCalls() - 1)
                  : record);
    } catch (StoreException | RecordChangedException e) {
      // The claim expires.
      cause.addSuppressed(e);
    }
  }

  private Generation renewFromNowOn(Generation claimed, FutureTask<Void> listing) {
    held.begin(claimed, listing);
    if (renewals.compareAndSet(false, true)) {
      long interval = Math.max(1, lease.toMillis() / RENEWAL_CHECKS_PER_LEASE);
      renewing.scheduleWithFixedDelay(held, interval, interval, TimeUnit.MILLISECONDS);
    }
    return claimed;
  }

  /**
   * A route step: ends the claim and writes the record that says {@code done}. The result is
   * already in S3, so its bytes are released: the exchange lives on until the caller is answered.
   * The write is tried for a while, because a caller that got a failure now would send the prompt
   * again, and it would be paid for twice.
   *
   * @return the record that says {@code done}: this one, or the one of another owner who finished
   *     the same prompt first
   * @throws RecordChangedException if the claim was lost: another receiver now owns the generation
   * @throws IllegalStateException if the route has stored no result
   */
  public Generation finish(Generation generation, Exchange exchange) {
    exchange.removeVariable("content");
    Models.dropAnswer(exchange);
    Result result =
        generation.isUnstored()
            ? exchange.getVariable("result", Result.class)
            : generation.result();
    if (result == null) {
      throw new IllegalStateException(
          "No step stored a result. Before claims.finish, a route must call direct:store-result.");
    }
    Generation done = generation.done(result, clock.instant());
    Generation claimed = exchange.getVariable("generation", Generation.class);
    held.awaitListed(claimed);
    Generation last = done.withVersion(held.end(claimed));
    try {
      return patience.of(() -> records.replaceOwn(last, claimed.claim(), null));
    } catch (RecordChangedException e) {
      return e.current()
          .filter(Generation::isDone)
          .filter(other -> other.fingerprint().equals(claimed.fingerprint()))
          .orElseThrow(() -> e);
    }
  }

  /**
   * A route step before the result is stored: only the owner of the claim may store it.
   *
   * @throws RecordChangedException if the claim was lost: another receiver now owns the generation
   */
  public void requireHeld(Exchange exchange) {
    held.require(exchange.getVariable("generation", Generation.class));
  }

  /**
   * A route step for a prompt whose work is dropped: ends the claim if this process holds one, so
   * that no other receiver waits for it. If S3 can't be reached, the claim expires.
   */
  public void letGo(Exchange exchange) {
    try {
      release(exchange);
    } catch (RuntimeException e) {
      LOG.warn("A claim was not released and will expire: {}", e.getMessage());
    }
  }

  /**
   * A route step before each model call: writes the number of calls, this one included, into the
   * record if it does not say so yet. Only a retry after a call that may have been billed costs a
   * write.
   *
   * @throws RecordChangedException if the claim was lost: another receiver now owns the generation
   */
  public void noteCall(Exchange exchange) {
    int calls = exchange.getVariable(Models.CALLS, 0, Integer.class);
    Integer noted = exchange.getVariable(Models.NOTED_CALLS, Integer.class);
    if (noted == null || calls <= noted) {
      return;
    }
    try {
      held.note(exchange.getVariable("generation", Generation.class), calls);
      exchange.setVariable(Models.NOTED_CALLS, calls);
    } catch (RuntimeException e) {
      // The call is not made.
      exchange.setVariable(Models.CALLS, calls - 1);
      throw e;
    }
  }

  /** Gives an unfinished generation back, so that the next receiver can take it at once. */
  public void release(Exchange exchange) {
    Generation generation = FailedGeneration.in(exchange).orElse(null);
    if (generation == null || generation.claim() == null) {
      return;
    }
    end(generation);
    Failure failure = exchange.getVariable("failure", Failure.class);
    records.update(
        generation.id(),
        record ->
            record.isClaimedBy(generation.claim())
                ? FailedRecords.withSpending(record.released(failure), exchange)
                : record);
  }

  /**
   * Stops renewing the claim, after its index entry is written. If the entry can't be written, the
   * claim expires, and the next owner writes the entry.
   */
  void end(Generation claimed) {
    try {
      held.awaitListed(claimed);
    } finally {
      held.end(claimed);
    }
  }

  /**
   * Sets {@code _hideFor} to the time after which the other owner's claim is free at the latest,
   * and lets go of a claim of its own.
   */
  public void whenFree(Exchange exchange) {
    letGo(exchange);
    Throwable thrown = exchange.getProperty(Exchange.EXCEPTION_CAUGHT, Throwable.class);
    if (thrown instanceof AlreadyRunningException running) {
      Duration left = Duration.between(clock.instant(), running.until()).plusSeconds(1);
      exchange.setVariable("_hideFor", left.isNegative() ? Duration.ofSeconds(1) : left);
    }
  }

  @Override
  public void close() {
    renewing.shutdownNow();
    held.close();
  }
}
