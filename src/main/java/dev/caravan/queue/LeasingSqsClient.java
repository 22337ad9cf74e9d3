package dev.caravan.queue;

import dev.caravan.failure.GiveBackDelay;
import dev.caravan.failure.Pausable;
import dev.caravan.generation.Reason;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.UnaryOperator;
import java.util.random.RandomGenerator;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.services.sqs.SqsClient;
import software.amazon.awssdk.services.sqs.model.DeleteMessageRequest;
import software.amazon.awssdk.services.sqs.model.DeleteMessageResponse;
import software.amazon.awssdk.services.sqs.model.Message;
import software.amazon.awssdk.services.sqs.model.ReceiveMessageRequest;
import software.amazon.awssdk.services.sqs.model.ReceiveMessageResponse;
import software.amazon.awssdk.services.sqs.model.SendMessageRequest;
import software.amazon.awssdk.services.sqs.model.SendMessageResponse;
import software.amazon.awssdk.services.sqs.model.SqsException;

/**
 * The SQS client of Camel's component aws2-sqs, which uses it like any other client. For the queue
 * of prompts, {@code receiveMessage} and {@code deleteMessage} do what the component's consumer
 * lacks. They hold no more messages than there are places, let each model's messages wait for their
 * own lane, extend every message from its receive on, keep failed messages until their next
 * attempt, delete in batches, and return unstarted messages at a stop. A message whose receives are
 * nearly used up is sent again, so that SQS never moves it to the dead-letter queue without a
 * reason.
 */
public final class LeasingSqsClient implements SqsClient, Pausable {

  private static final Logger LOG = LoggerFactory.getLogger(LeasingSqsClient.class);

  /** How long one poll of the component waits for a message. */
  private static final Duration POLL = Duration.ofSeconds(1);

  private static final Duration OTHER_QUEUE_PAUSE = Duration.ofSeconds(5);

  private final SqsClient sqs;
  private final QueueSettings settings;
  private final QueueCounts counts = new QueueCounts();
  private final GiveBackDelay delay;
  private final Overflow overflow;
  private final ReceiveLimit receiveLimit;
  private final SendTrouble sendTrouble;
  private final OtherQueues otherQueues;
  private final Leases leases;
  private final Settler settler;
  private final Fetcher fetcher;
  private final Extender extender;
  private final LoopTrouble expiring = new LoopTrouble("Messages do not expire", LOG);
  private final Thread fetching;
  private final Thread settling;
  private final ScheduledExecutorService extending =
      Executors.newSingleThreadScheduledExecutor(work -> daemon(work, "sqs-extender"));
  private boolean started;

  /** A client for which every message is in the same lane, which has room for all. */
  public LeasingSqsClient(SqsClient sqs, QueueSettings settings) {
    this(sqs, settings, Lanes.single(settings::consumers), message -> message, new SecureRandom());
  }

  /**
   * @param renewed makes the message that is sent again for a message, with the id of its
   *     generation in its body
   */
  public LeasingSqsClient(
      SqsClient sqs,
      QueueSettings settings,
      Lanes lanes,
      UnaryOperator<Message> renewed,
      RandomGenerator random) {
    this.sqs = sqs;
    this.settings = settings;
    this.delay = new GiveBackDelay(random);
    this.overflow = new Overflow(random);
    this.leases = new Leases(settings, lanes);
    this.receiveLimit = new ReceiveLimit(sqs, settings.url());
    this.sendTrouble = new SendTrouble(settings.url());
    this.otherQueues = new OtherQueues(sqs, OTHER_QUEUE_PAUSE);
    LeaseTimes times = new LeaseTimes(settings.visibility(), settings.longestLease());
    this.settler =
        new Settler(sqs, settings, leases, times, counts, new Renewals(sqs, settings, renewed));
    this.fetcher = new Fetcher(sqs, settings, leases, counts, receiveLimit, this::giveBackRefused);
    this.fetching = daemon(fetcher, "sqs-fetcher");
    this.settling = daemon(settler, "sqs-settler");
    this.extender = new Extender(sqs, settings, leases, times, counts, this::letGo);
  }

  /** Starts the threads at the first use, so that an unused client has none. */
  private synchronized void start() {
    if (!started) {
      started = true;
      fetching.start();
      settling.start();
      extending.scheduleWithFixedDelay(extender, 1, 1, TimeUnit.SECONDS);
      extending.scheduleWithFixedDelay(
          expiring.guarded(this::handOutExpired), 1, 1, TimeUnit.SECONDS);
    }
  }

  /** Messages that waited too long need no room in their lane: their route gives them up. */
  private void handOutExpired() {
    long oldest = System.currentTimeMillis() - settings.longestWait().toMillis();
    leases.hurry(lease -> lease.firstSentMillis() < oldest);
  }

  /** Returns fetched messages; the first call starts the fetching. */
  @Override
  public ReceiveMessageResponse receiveMessage(ReceiveMessageRequest request) {
    if (!settings.url().equals(request.queueUrl())) {
      return otherQueues.receive(request);
    }
    start();
    try {
      List<Message> messages = leases.take(request.maxNumberOfMessages(), POLL);
      return ReceiveMessageResponse.builder().messages(messages).build();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return ReceiveMessageResponse.builder().build();
    }
  }

  /** Deletes the message soon, in a batch; until then it stays leased. */
  @Override
  public DeleteMessageResponse deleteMessage(DeleteMessageRequest request) {
    if (!settings.url().equals(request.queueUrl())) {
      return sqs.deleteMessage(request);
    }
    leases.finish(request.receiptHandle(), Lease.State.DELETING).ifPresent(this::delete);
    return DeleteMessageResponse.builder().build();
  }

  private void delete(Lease lease) {
    settler.add(Settlement.delete(lease));
    leases.releaseGroup(lease);
  }

  /**
   * Keeps a message whose route failed, and hands it out again after a delay that grows with each
   * attempt. It is given back to SQS only if too many messages wait.
   *
   * @param reason of the failure
   */
  public void tryLater(String receiptHandle, Reason reason) {
    leases
        .putOff(receiptHandle, attempts -> delay.after(reason, attempts))
        .ifPresent(refused -> giveBack(refused.lease(), refused.delay()));
  }

  /**
   * The model was called for a message. If that failed, messages of other senders go first for now.
   *
   * @param succeeded false if the call failed in a way that may be the message's fault
   */
  public void called(String receiptHandle, boolean succeeded) {
    leases.called(receiptHandle, succeeded);
  }

  /** Keeps a message, and hands it out again after this delay. */
  public void tryLater(String receiptHandle, Duration after) {
    leases
        .putOff(receiptHandle, attempts -> after)
        .ifPresent(refused -> giveBack(refused.lease(), refused.delay()));
  }

  private void giveBack(Lease lease, Duration hidden) {
    settle(lease, hidden);
    leases.takeBehind(lease).forEach(behind -> settle(behind, Duration.ZERO));
  }

  /** The only way back to SQS: sends a message again if its receives are nearly used up. */
  private void settle(Lease lease, Duration hidden) {
    if (receiveLimit.isNearlyReached(lease)) {
      leases.keep(lease);
      settler.add(Settlement.renew(lease, hidden));
    } else {
      settler.add(Settlement.giveBack(lease, hidden));
    }
  }

  private void giveBackRefused(List<Lease> refused) {
    Set<String> worn =
        refused.stream()
            .filter(receiveLimit::isReached)
            .map(lease -> lease.line)
            .collect(Collectors.toSet());
    for (Lease lease : refused) {
      // Ordered messages behind a worn one leave with it.
      boolean isWorn =
          receiveLimit.isReached(lease) || lease.isOrdered && worn.contains(lease.line);
      settle(
          lease,
          isWorn || leases.isClosed() ? Duration.ZERO : overflow.hidden(leases.ahead(lease)));
    }
  }

  private void giveBackUnstarted(List<Lease> unstarted) {
    unstarted.forEach(lease -> settle(lease, leases.untilDue(lease)));
  }

  /** Ends a lease that is too old. */
  private void letGo(Lease lease) {
    if (lease.state != Lease.State.WORKING) {
      giveBackUnstarted(leases.takeWaiting(lease));
      return;
    }
    counts.leaseLetGo();
    LOG.warn(
        "Message {} has been held for {}; its lease ends, and SQS delivers it again.",
        lease.message.messageId(),
        settings.longestLease());
    if (receiveLimit.isNearlyReached(lease)) {
      leases
          .finish(lease.handle(), Lease.State.DELETING)
          .ifPresent(stuck -> giveBack(stuck, Duration.ZERO));
    } else {
      leases.forget(lease.handle());
    }
  }

  /** Stops handing out until {@link #resume}, and gives unstarted messages back at once. */
  @Override
  public void pause() {
    giveBackUnstarted(leases.pause());
  }

  @Override
  public void resume() {
    leases.open();
  }

  /** Begins the stop: no new receives, and unstarted messages are given back at once. */
  public void stop() {
    fetcher.stop();
    List<Lease> unstarted = leases.stop();
    giveBackUnstarted(unstarted);
    LOG.info(
        "Stopping: {} messages in progress, {} given back unstarted.",
        leases.working(),
        unstarted.size());
  }

  /** Sends the remaining deletes and returns to SQS, after the routes have stopped. */
  public void flush(Duration atMost) {
    long end = System.nanoTime() + atMost.toNanos();
    leases
        .where(lease -> lease.state == Lease.State.WORKING)
        .forEach(
            lease ->
                leases
                    .finish(lease.handle(), Lease.State.RETURNING)
                    .ifPresent(unfinished -> giveBack(unfinished, Duration.ZERO)));
    settler.stop();
    // An idle long poll would only delay the stop.
    fetching.interrupt();
    try {
      settling.join(Math.max(1, TimeUnit.NANOSECONDS.toMillis(end - System.nanoTime())));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    extending.shutdownNow();
  }

  /** Why the queue can't be read or its messages settled now; null if they can. */
  public String trouble() {
    if (fetcher.trouble() != null) {
      return "The queue can't be read: " + fetcher.trouble();
    }
    if (settler.trouble() != null) {
      return "Messages can't be deleted: " + settler.trouble();
    }
    if (extender.trouble() != null) {
      return "Leases can't be extended: " + extender.trouble();
    }
    if (expiring.now() != null) {
      return "Messages don't expire: " + expiring.now();
    }
    return hasEndedThread() ? "A thread of the queue client has ended." : null;
  }

  /** Why the dead-letter queue takes no messages; null if it does. */
  public String deadLetterTrouble() {
    return sendTrouble.now();
  }

  private synchronized boolean hasEndedThread() {
    return started && !leases.isClosed() && !(fetching.isAlive() && settling.isAlive());
  }

  public QueueCounts counts() {
    return counts;
  }

  public int working() {
    return leases.working();
  }

  public int ready() {
    return leases.ready();
  }

  /** Messages that wait for their next attempt, or for a paused lane. */
  public int parked() {
    return leases.parked();
  }

  /** The queue's {@code maxReceiveCount}; {@link Integer#MAX_VALUE} if it has none. */
  public int maxReceiveCount() {
    return receiveLimit.most();
  }

  /** Number of free places. */
  public int free() {
    return Math.max(0, settings.places() - working() - ready());
  }

  /**
   * @throws QueueException if SQS can't be reached; errors that SQS answers are thrown unchanged
   */
  @Override
  public SendMessageResponse sendMessage(SendMessageRequest request) {
    try {
      SendMessageResponse sent = sqs.sendMessage(FifoSend.complete(request));
      sendTrouble.sent(request.queueUrl());
      return sent;
    } catch (SdkClientException e) {
      sendTrouble.refused(request.queueUrl(), e);
      throw new QueueException(e);
    } catch (SqsException e) {
      sendTrouble.refused(request.queueUrl(), e);
      throw e;
    }
  }

  @Override
  public String serviceName() {
    return sqs.serviceName();
  }

  @Override
  public void close() {
    if (settling.isAlive()) {
      stop();
      flush(Duration.ofSeconds(5));
    }
    sqs.close();
  }

  private static Thread daemon(Runnable work, String name) {
    Thread thread = new Thread(work, name);
    thread.setDaemon(true);
    return thread;
  }
}
