package dev.caravan.queue;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.sqs.SqsClient;
import software.amazon.awssdk.services.sqs.model.Message;
import software.amazon.awssdk.services.sqs.model.MessageSystemAttributeName;

/**
 * Fetches messages by long polling, on a thread of its own, if there is room for them. If the queue
 * can't be read, the interval grows up to 30 s; the log has one line when this begins and one when
 * it ends.
 */
final class Fetcher implements Runnable {

  private static final Logger LOG = LoggerFactory.getLogger(Fetcher.class);
  private static final Duration FIRST_REST = Duration.ofMillis(500);

  /** Consecutive failed receives before the queue is reported unhealthy. */
  private static final int HICCUPS = 3;

  private static final Duration LONGEST_REST = Duration.ofSeconds(30);

  private final SqsClient sqs;
  private final QueueSettings settings;
  private final Leases leases;
  private final QueueCounts counts;
  private final ReceiveLimit receiveLimit;
  private final Consumer<List<Lease>> refused;
  private volatile boolean stopping;
  private volatile String trouble;
  private volatile int failures;
  private Duration rest = Duration.ZERO;

  /**
   * @param refused receives the messages that can't be held; no worker has started them
   */
  Fetcher(
      SqsClient sqs,
      QueueSettings settings,
      Leases leases,
      QueueCounts counts,
      ReceiveLimit receiveLimit,
      Consumer<List<Lease>> refused) {
    this.sqs = sqs;
    this.settings = settings;
    this.leases = leases;
    this.counts = counts;
    this.receiveLimit = receiveLimit;
    this.refused = refused;
  }

  /** Stops fetching. */
  void stop() {
    stopping = true;
  }

  /** Why the queue can't be read now; null if it can, or if too few receives have failed yet. */
  String trouble() {
    return failures < HICCUPS ? null : trouble;
  }

  @Override
  public void run() {
    while (!stopping) {
      try {
        receiveLimit.refresh(System.nanoTime());
        int room = leases.awaitRoom(Duration.ofSeconds(1));
        if (room > 0) {
          fetch(room);
        }
      } catch (InterruptedException e) {
        return;
      } catch (SdkException e) {
        if (!stopping) {
          back(e.getMessage(), null);
        }
      } catch (Throwable e) {
        // The thread must go on: without it, no message is ever received.
        back(e.toString(), e);
      }
    }
  }

  private void fetch(int most) {
    // Before the call, because the visibility timeout may begin at any moment of it.
    long receivedAt = System.nanoTime();
    List<Message> messages =
        sqs.receiveMessage(
                receive ->
                    receive
                        .queueUrl(settings.url())
                        .maxNumberOfMessages(most)
                        .waitTimeSeconds((int) settings.longPoll().toSeconds())
                        .visibilityTimeout((int) settings.visibility().toSeconds())
                        .messageSystemAttributeNames(MessageSystemAttributeName.ALL)
                        .messageAttributeNames("All"))
            .messages();
    reached();
    counts.received(messages.size());
    if (!messages.isEmpty()) {
      refused.accept(leases.add(messages, receivedAt, receiveLimit::isReached));
    }
  }

  private void reached() {
    if (trouble != null) {
      LOG.info("The queue can be read again.");
    }
    trouble = null;
    failures = 0;
    rest = Duration.ZERO;
  }

  /**
   * @param cause for the log; null if the message says enough
   */
  private void back(String message, Throwable cause) {
    if (trouble == null) {
      LOG.warn(
          "The queue {} can't be read: {}; Caravan tries again until it can.",
          settings.url(),
          message,
          cause);
    }
    trouble = message;
    failures++;
    rest = rest.isZero() ? FIRST_REST : rest.multipliedBy(2);
    rest = rest.compareTo(LONGEST_REST) > 0 ? LONGEST_REST : rest;
    long end = System.nanoTime() + rest.toNanos();
    while (!stopping && System.nanoTime() < end) {
      try {
        TimeUnit.MILLISECONDS.sleep(100);
      } catch (InterruptedException interrupted) {
        stopping = true;
      }
    }
  }
}
