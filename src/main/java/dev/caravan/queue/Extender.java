package dev.caravan.queue;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.sqs.SqsClient;
import software.amazon.awssdk.services.sqs.model.BatchResultErrorEntry;
import software.amazon.awssdk.services.sqs.model.ChangeMessageVisibilityBatchRequestEntry;

/** Once a second, extends every lease that is half over, even if no route has its message yet. */
final class Extender implements Runnable {

  private static final Logger LOG = LoggerFactory.getLogger(Extender.class);

  private final SqsClient sqs;
  private final QueueSettings settings;
  private final Leases leases;
  private final LeaseTimes times;
  private final QueueCounts counts;
  private final Consumer<Lease> tooOld;
  private final LoopTrouble trouble = new LoopTrouble("Leases are not extended", LOG);

  /**
   * @param tooOld receives the messages that have been held for too long
   */
  Extender(
      SqsClient sqs,
      QueueSettings settings,
      Leases leases,
      LeaseTimes times,
      QueueCounts counts,
      Consumer<Lease> tooOld) {
    this.tooOld = tooOld;
    this.sqs = sqs;
    this.settings = settings;
    this.leases = leases;
    this.times = times;
    this.counts = counts;
  }

  /** Why leases can't be extended now; null if they can. */
  String trouble() {
    return trouble.now();
  }

  @Override
  public void run() {
    try {
      long now = System.nanoTime();
      leases
          .where(
              lease ->
                  (lease.state == Lease.State.READY || lease.state == Lease.State.WORKING)
                      && times.isTooOld(lease, now))
          .forEach(tooOld);
      List<Lease> due =
          leases.where(lease -> lease.state != Lease.State.RETURNING && times.isDue(lease, now));
      for (int from = 0; from < due.size(); from += QueueSettings.BATCH) {
        extend(due.subList(from, Math.min(due.size(), from + QueueSettings.BATCH)));
      }
      trouble.isOver();
    } catch (SdkException e) {
      // Half of the visibility timeout is left, and the next run tries again.
      LOG.debug("Leases were not extended", e);
    } catch (Throwable e) {
      // An uncaught exception would end the schedule, and every lease with it.
      trouble.met(e);
    }
  }

  private void extend(List<Lease> ten) {
    long from = System.nanoTime();
    List<Duration> extensions = ten.stream().map(times::extension).toList();
    List<ChangeMessageVisibilityBatchRequestEntry> entries =
        IntStream.range(0, ten.size())
            .mapToObj(at -> entry(String.valueOf(at), ten.get(at), extensions.get(at), from))
            .toList();
    Map<String, BatchResultErrorEntry> failed =
        sqs
            .changeMessageVisibilityBatch(
                change -> change.queueUrl(settings.url()).entries(entries))
            .failed()
            .stream()
            .collect(Collectors.toMap(BatchResultErrorEntry::id, Function.identity()));
    for (int at = 0; at < ten.size(); at++) {
      BatchResultErrorEntry error = failed.get(String.valueOf(at));
      if (error == null) {
        leases.extended(ten.get(at).handle(), from + extensions.get(at).toNanos());
      } else if (Boolean.TRUE.equals(error.senderFault())) {
        lost(ten.get(at), error);
      }
    }
  }

  private ChangeMessageVisibilityBatchRequestEntry entry(
      String id, Lease lease, Duration extension, long now) {
    return ChangeMessageVisibilityBatchRequestEntry.builder()
        .id(id)
        .receiptHandle(lease.handle())
        .visibilityTimeout(times.bounded(extension, lease.receivedAt, now))
        .build();
  }

  /** Forgets the lease. The work may go on: the claim in the record decides who finishes it. */
  private void lost(Lease lease, BatchResultErrorEntry error) {
    if (lease.state == Lease.State.DELETING || !leases.isHeld(lease.handle())) {
      // The message was deleted or given back during the call.
      return;
    }
    counts.leaseLost();
    leases.forget(lease.handle());
    LOG.warn(
        "The lease of message {} is lost ({}); SQS may have delivered it to another receiver.",
        lease.message.messageId(),
        error.code());
  }
}
