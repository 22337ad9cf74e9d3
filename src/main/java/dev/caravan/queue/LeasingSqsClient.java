package dev.caravan.queue;

import dev.caravan.failure.GiveBackDelay;
import dev.caravan.failure.Pausable;
import dev.caravan.generation.Reason;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.IntSupplier;
import java.util.random.RandomGenerator;
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

/**
 * The SQS client of Camel's component aws2-sqs, which uses it like any other client. For the queue
 * of prompts, {@code receiveMessage} and {@code deleteMessage} do what the component's consumer
 * lacks: they hold no more messages than there are places, extend every message from its receive
 * on, delete in batches, give failed messages back with a delay, and return unstarted messages at a
 * stop.
 */
public final class LeasingSqsClient implements SqsClient, Pausable {

  private static final Logger LOG = LoggerFactory.getLogger(LeasingSqsClient.class);

  /** How long one poll of the component waits for a message. */
  private static final Duration POLL = Duration.ofSeconds(1);

  private final SqsClient sqs;
  private final QueueSettings settings;
  private final QueueCounts counts = new QueueCounts();
  private final GiveBackDelay delay;
  private final Leases leases;
  private final Settler settler;
  private final Fetcher fetcher;
  private final Extender extender;
  private final Thread fetching;
  private final Thread settling;
  private final ScheduledExecutorService extending =
      Executors.newSingleThreadScheduledExecutor(work -> daemon(work, "sqs-extender"));
  private boolean started;

  public LeasingSqsClient(SqsClient sqs, QueueSettings settings) {
    this(sqs, settings, () -> Integer.MAX_VALUE, new SecureRandom());
  }

  /**
   * @param pace number of messages that may be in progress now
   */
  public LeasingSqsClient(
      SqsClient sqs, QueueSettings settings, IntSupplier pace, RandomGenerator random) {
    this.sqs = sqs;
    this.settings = settings;
    this.delay = new GiveBackDelay(random);
    this.leases = new Leases(settings, pace);
    LeaseTimes times = new LeaseTimes(settings.visibility(), settings.longestLease());
    this.settler = new Settler(sqs, settings, leases, times, counts);
    this.fetcher = new Fetcher(sqs, settings, leases, counts, this::returnUnstarted);
    this.fetching = daemon(fetcher, "sqs-fetcher");
    this.settling = daemon(settler, "sqs-settler");
    this.extender = new Extender(sqs, settings, leases, times, counts);
  }

  /** Starts the threads at the first use, so that an unused client has none. */
  private synchronized void start() {
    if (!started) {
      started = true;
      fetching.start();
      settling.start();
      extending.scheduleWithFixedDelay(extender, 1, 1, TimeUnit.SECONDS);
    }
  }

  /** Returns fetched messages; the first call starts the fetching. */
  @Override
  public ReceiveMessageResponse receiveMessage(ReceiveMessageRequest request) {
    if (!settings.url().equals(request.queueUrl())) {
      return sqs.receiveMessage(request);
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
   * Gives back a message whose route failed; SQS delivers it again after a delay.
   *
   * @param reason of the failure; null if no worker has started the message
   */
  public void giveBack(String receiptHandle, Reason reason) {
    leases
        .finish(receiptHandle, Lease.State.RETURNING)
        .ifPresent(lease -> giveBack(lease, delay.after(reason, lease.receiveCount())));
  }

  /** Gives back a message with the given delay. */
  public void giveBack(String receiptHandle, Duration hidden) {
    leases.finish(receiptHandle, Lease.State.RETURNING).ifPresent(lease -> giveBack(lease, hidden));
  }

  private void giveBack(Lease lease, Duration hidden) {
    settler.add(Settlement.giveBack(lease, hidden));
    leases
        .takeBehind(lease)
        .forEach(behind -> settler.add(Settlement.giveBack(behind, Duration.ZERO)));
  }

  private void returnUnstarted(List<Message> messages) {
    for (Message message : messages) {
      leases
          .where(lease -> lease.handle().equals(message.receiptHandle()))
          .forEach(lease -> settler.add(Settlement.giveBack(lease, Duration.ZERO)));
    }
  }

  /** Stops handing out until {@link #resume}, and gives unstarted messages back at once. */
  @Override
  public void pause() {
    List<Lease> unstarted = leases.pause();
    unstarted.forEach(lease -> settler.add(Settlement.giveBack(lease, Duration.ZERO)));
  }

  @Override
  public void resume() {
    leases.open();
  }

  /** Begins the stop: no new receives, and unstarted messages are given back at once. */
  public void stop() {
    fetcher.stop();
    List<Lease> unstarted = leases.stop();
    unstarted.forEach(lease -> settler.add(Settlement.giveBack(lease, Duration.ZERO)));
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
        .forEach(lease -> giveBack(lease.handle(), Duration.ZERO));
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

  /** Why the queue can't be read now; null if it can. */
  public String trouble() {
    return fetcher.trouble();
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
      return sqs.sendMessage(FifoSend.complete(request));
    } catch (SdkClientException e) {
      throw new QueueException(e);
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
