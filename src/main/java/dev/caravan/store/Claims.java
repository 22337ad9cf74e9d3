package dev.caravan.store;

import dev.caravan.failure.FailedGeneration;
import dev.caravan.failure.FailureTable;
import dev.caravan.generation.Claim;
import dev.caravan.generation.Failure;
import dev.caravan.generation.Generation;
import dev.caravan.generation.Result;
import dev.caravan.generation.Source;
import dev.caravan.generation.State;
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
import org.apache.camel.Exchange;

/**
 * Who may work on a generation. The claim comes before the model call, because the call costs
 * money: of two receivers of one message only one gets it, and a crashed one loses it when it
 * expires.
 */
public final class Claims implements AutoCloseable {

  private static final int TRIES = 5;

  /** How long an answer of SQS may take before a prompt counts as never sent. */
  private static final Duration SENDING = Duration.ofSeconds(30);

  private final Records records;
  private final Duration lease;
  private final Clock clock;
  private final Executor alongside;
  private final HeldClaims held;
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
   * @param leaseSeconds how long a claim holds; longer than any model call
   */
  public Claims(Records records, long leaseSeconds) {
    this(records, leaseSeconds, Runnable::run);
  }

  /**
   * @param alongside where the index entries of HTTP prompts are written, while their work goes on
   */
  public Claims(Records records, long leaseSeconds, Executor alongside) {
    this(records, Duration.ofSeconds(leaseSeconds), Clock.systemUTC(), alongside);
  }

  Claims(Records records, Duration lease, Clock clock, Executor alongside) {
    this.records = records;
    this.lease = lease;
    this.clock = clock;
    this.alongside = alongside;
    this.held = new HeldClaims(records, lease, clock);
  }

  /**
   * A caller does not wait for the index entry, though the work never ends without it. Nobody waits
   * for a message, and there changing threads would cost CPU that other prompts need.
   */
  private Generation holdAndList(Generation claimed) {
    if (claimed.source() != Source.HTTP) {
      records.index(claimed);
      return hold(claimed, null);
    }
    FutureTask<Void> listing = new FutureTask<>(() -> records.index(claimed), null);
    alongside.execute(listing);
    return hold(claimed, listing);
  }

  private Generation hold(Generation claimed, FutureTask<Void> listing) {
    held.begin(claimed, listing);
    if (renewals.compareAndSet(false, true)) {
      long often = Math.max(1, lease.toMillis() / 6);
      renewing.scheduleWithFixedDelay(held, often, often, TimeUnit.MILLISECONDS);
    }
    return claimed;
  }

  /**
   * Takes the generation: the answer is running and ours, or it is finished already and is to be
   * answered from its record.
   *
   * @throws AlreadyRunningException where somebody else works on it
   * @throws OtherRequestException where the record of this id was made by another request
   */
  public Generation take(Generation accepted, Exchange exchange) {
    Generation taken = claim(accepted);
    // A step that fails leaves its own request in the body; the failure routes look here.
    exchange.setVariable("generation", taken);
    return taken;
  }

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

  private Generation tryToTake(Generation accepted) {
    Instant now = clock.instant();
    // One owner a claim, not one a process: two consumers of one process must tell each other
    // apart.
    Claim claim = new Claim(instance + "-" + claims.incrementAndGet(), now.plus(lease));
    if (isProbablyNew(accepted)) {
      try {
        return holdAndList(records.createUnlisted(accepted.claimed(claim, now)));
      } catch (RecordChangedException e) {
        // It is there: we look.
      }
    }
    Optional<Generation> found = records.find(accepted.id());
    if (found.isEmpty()) {
      return holdAndList(records.createUnlisted(accepted.claimed(claim, now)));
    }
    Generation there = found.get();
    requireSameRequest(accepted, there);
    if (there.isDone() || FailureTable.isRefused(there)) {
      return there;
    }
    if (there.isRunning() && there.claim().owner().equals(claim.owner())) {
      // We created it, and the answer to that was lost.
      return holdAndList(there);
    }
    if (there.isClaimedAt(now)) {
      throw new AlreadyRunningException(there.id(), there.claim().expiresAt());
    }
    // One that was refused at the door and redriven has no model, ratio or seed yet.
    Generation next =
        there.attempts() == 0
            ? there.accepted(accepted.model(), accepted.aspectRatio(), accepted.seed())
            : there;
    Generation claimed = records.replace(next.claimed(claim, now));
    // An owner may have died between the record and the index.
    return there.claim() == null ? hold(claimed, null) : holdAndList(claimed);
  }

  /**
   * Whether to create its record without looking first. A message that names its generation was
   * most likely queued by us, record and all; what else comes in for the second time is rare.
   */
  private static boolean isProbablyNew(Generation accepted) {
    return accepted.source() == Source.HTTP || accepted.id().equals(accepted.messageId());
  }

  /**
   * Notes an asynchronous prompt before it is sent, so that the id in the answer is known and the
   * same request again sends nothing twice. The variable {@code send} says whether to send it.
   *
   * @throws OtherRequestException where the record of this id was made by another request
   */
  public Generation enqueue(Generation accepted, Exchange exchange) {
    Generation queued = enqueueOnce(accepted, exchange);
    exchange.setVariable("generation", queued);
    return queued;
  }

  private Generation enqueueOnce(Generation accepted, Exchange exchange) {
    exchange.setVariable("_send", true);
    try {
      return records.create(accepted);
    } catch (RecordChangedException e) {
      Generation there = records.find(accepted.id()).orElseThrow(() -> e);
      requireSameRequest(accepted, there);
      if (there.isFailed() && !FailureTable.isRefused(there)) {
        return records.replace(there.released(null));
      }
      exchange.setVariable("_send", neverSent(there));
      return there;
    }
  }

  /** SQS has the prompt; a receiver may have been faster, and then its record stands. */
  public Generation sent(Generation queued, Exchange exchange) {
    Generation sent =
        queued.sent(
            exchange.getVariable("header:_sent.CamelAwsSqsMessageId", String.class),
            clock.instant());
    try {
      return records.replace(sent);
    } catch (RecordChangedException e) {
      return sent;
    }
  }

  /**
   * The result lies in S3, and now its record says so. Its index entry was written meanwhile.
   *
   * @throws RecordChangedException where the claim was lost meanwhile: the result is another's now
   */
  public Generation finish(Generation generation, Exchange exchange) {
    Result result =
        generation.isUnstored()
            ? exchange.getVariable("result", Result.class)
            : generation.result();
    Generation done = generation.done(result, clock.instant());
    // The exchange lives on until the caller is answered, and an image is often large.
    exchange.removeVariable("answer");
    exchange.removeVariable("content");
    Generation claimed = exchange.getVariable("generation", Generation.class);
    held.awaitListed(claimed);
    return records.replace(done.withVersion(held.end(claimed)));
  }

  /** Notes in {@code hideFor} when the claim that another holds will be free at the latest. */
  public void whenFree(Exchange exchange) {
    Throwable thrown = exchange.getProperty(Exchange.EXCEPTION_CAUGHT, Throwable.class);
    if (thrown instanceof AlreadyRunningException running) {
      Duration left = Duration.between(clock.instant(), running.until()).plusSeconds(1);
      exchange.setVariable("_hideFor", left.isNegative() ? Duration.ofSeconds(1) : left);
    }
  }

  /** Where it can't be listed the claim stays until it expires, and the next one lists it. */
  private void letGo(Generation claimed) {
    try {
      held.awaitListed(claimed);
    } finally {
      held.end(claimed);
    }
  }

  /** Gives an unfinished generation back, so that the next receiver may take it at once. */
  public void release(Exchange exchange) {
    Generation generation = FailedGeneration.in(exchange).orElse(null);
    if (generation == null || generation.claim() == null) {
      return;
    }
    letGo(generation);
    Failure failure = exchange.getVariable("failure", Failure.class);
    records.update(
        generation.id(),
        there ->
            isClaimOf(generation, there) ? withCalls(there.released(failure), exchange) : there);
  }

  /** Ends a generation without a result; one that is done, or somebody else's now, stays. */
  public void fail(Exchange exchange) {
    Generation generation = FailedGeneration.in(exchange).orElse(null);
    if (generation == null) {
      return;
    }
    if (generation.source() == Source.HTTP && generation.version() == null) {
      // Refused before it was stored: the answer says so, and there is nothing to look up later.
      return;
    }
    if (generation.claim() != null) {
      letGo(generation);
    }
    Failure failure = exchange.getVariable("failure", Failure.class);
    Optional<Generation> there =
        records.update(
            generation.id(),
            record ->
                mayFail(generation, record) ? withCalls(record.failed(failure), exchange) : record);
    if (there.isEmpty()) {
      records.create(generation.failed(failure));
    }
  }

  /** The step that counts calls is part of what failed, so its count is in a variable. */
  private static Generation withCalls(Generation record, Exchange exchange) {
    Integer calls = exchange.getVariable("_modelCalls", Integer.class);
    return calls == null ? record : record.withModelCalls(calls);
  }

  private boolean mayFail(Generation generation, Generation there) {
    if (there.isDone() || !there.fingerprint().equals(generation.fingerprint())) {
      return false;
    }
    return !there.isClaimedAt(clock.instant()) || isClaimOf(generation, there);
  }

  /** A process that died between record and queue left a prompt that nobody carries. */
  private boolean neverSent(Generation there) {
    return there.state() == State.QUEUED
        && there.messageId() == null
        && there.times().received().plus(SENDING).isBefore(clock.instant());
  }

  private static boolean isClaimOf(Generation generation, Generation there) {
    return there.isRunning()
        && generation.claim() != null
        && there.claim().owner().equals(generation.claim().owner());
  }

  private static void requireSameRequest(Generation accepted, Generation there) {
    if (!there.fingerprint().equals(accepted.fingerprint())) {
      throw new OtherRequestException(there.id());
    }
  }

  @Override
  public void close() {
    renewing.shutdownNow();
  }
}
