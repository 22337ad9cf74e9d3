package dev.caravan.queue;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.sqs.SqsClient;
import software.amazon.awssdk.services.sqs.model.BatchResultErrorEntry;
import software.amazon.awssdk.services.sqs.model.ChangeMessageVisibilityBatchRequestEntry;
import software.amazon.awssdk.services.sqs.model.DeleteMessageBatchRequestEntry;

/**
 * Deletes messages and gives them back, in batches, on a thread of its own. Failed calls are
 * repeated. If the receipt handle is no longer valid, the failure is counted and the message
 * forgotten: SQS delivers it again, and it is answered from its record.
 */
final class Settler implements Runnable {

  private static final Logger LOG = LoggerFactory.getLogger(Settler.class);

  private static final Duration RETRY = Duration.ofSeconds(1);

  private final SqsClient sqs;
  private final QueueSettings settings;
  private final Leases leases;
  private final LeaseTimes times;
  private final QueueCounts counts;
  private final Settlements waiting;
  private volatile boolean stopping;
  private boolean failing;

  Settler(
      SqsClient sqs, QueueSettings settings, Leases leases, LeaseTimes times, QueueCounts counts) {
    this.sqs = sqs;
    this.settings = settings;
    this.leases = leases;
    this.times = times;
    this.counts = counts;
    this.waiting = new Settlements(() -> leases.working() > 0);
  }

  void add(Settlement settlement) {
    waiting.add(settlement);
  }

  /** Returns when all waiting settlements have been sent, or tried once more. */
  void stop() {
    stopping = true;
  }

  @Override
  public void run() {
    List<Settlement> again = new ArrayList<>();
    while (!stopping || !waiting.isEmpty()) {
      List<Settlement> batch = next();
      if (batch.isEmpty()) {
        continue;
      }
      again = settle(batch);
      if (!again.isEmpty() && stopping) {
        break;
      }
      waiting.addAll(again);
      if (!again.isEmpty()) {
        rest(RETRY);
      }
    }
    long left = again.size() + waiting.size();
    if (left > 0) {
      LOG.warn("{} messages were not deleted or given back; SQS delivers them again.", left);
    }
  }

  private List<Settlement> next() {
    try {
      return waiting.next(() -> stopping);
    } catch (InterruptedException e) {
      stopping = true;
      return List.of();
    }
  }

  /**
   * @return the settlements to try again
   */
  private List<Settlement> settle(List<Settlement> batch) {
    Map<Boolean, List<Settlement>> kinds =
        batch.stream().collect(Collectors.partitioningBy(Settlement::isDelete));
    List<Settlement> again = new ArrayList<>();
    inTens(kinds.get(true), again, this::delete);
    inTens(kinds.get(false), again, this::giveBack);
    return again;
  }

  private void inTens(
      List<Settlement> all,
      List<Settlement> again,
      Function<List<Settlement>, List<BatchResultErrorEntry>> call) {
    for (int from = 0; from < all.size(); from += QueueSettings.BATCH) {
      List<Settlement> ten = all.subList(from, Math.min(all.size(), from + QueueSettings.BATCH));
      try {
        again.addAll(sort(ten, call.apply(ten)));
        succeeded();
      } catch (SdkException e) {
        failed(e);
        again.addAll(ten);
      }
    }
  }

  private List<BatchResultErrorEntry> delete(List<Settlement> ten) {
    List<DeleteMessageBatchRequestEntry> entries =
        IntStream.range(0, ten.size())
            .mapToObj(
                at ->
                    DeleteMessageBatchRequestEntry.builder()
                        .id(String.valueOf(at))
                        .receiptHandle(ten.get(at).lease().handle())
                        .build())
            .toList();
    return sqs.deleteMessageBatch(delete -> delete.queueUrl(settings.url()).entries(entries))
        .failed();
  }

  private List<BatchResultErrorEntry> giveBack(List<Settlement> ten) {
    long now = System.nanoTime();
    List<ChangeMessageVisibilityBatchRequestEntry> entries =
        IntStream.range(0, ten.size())
            .mapToObj(at -> entry(String.valueOf(at), ten.get(at), now))
            .toList();
    return sqs.changeMessageVisibilityBatch(
            change -> change.queueUrl(settings.url()).entries(entries))
        .failed();
  }

  private ChangeMessageVisibilityBatchRequestEntry entry(
      String id, Settlement settlement, long now) {
    Lease lease = settlement.lease();
    return ChangeMessageVisibilityBatchRequestEntry.builder()
        .id(id)
        .receiptHandle(lease.handle())
        .visibilityTimeout(times.bounded(settlement.visibility(), lease.receivedAt, now))
        .build();
  }

  private List<Settlement> sort(List<Settlement> ten, List<BatchResultErrorEntry> failed) {
    Map<Integer, BatchResultErrorEntry> errors =
        failed.stream().collect(Collectors.toMap(error -> Integer.valueOf(error.id()), e -> e));
    List<Settlement> again = new ArrayList<>();
    for (int at = 0; at < ten.size(); at++) {
      Settlement settlement = ten.get(at);
      BatchResultErrorEntry error = errors.get(at);
      if (error != null && !Boolean.TRUE.equals(error.senderFault())) {
        again.add(settlement);
        continue;
      }
      if (error != null) {
        counts.settlementLost();
        LOG.info(
            "Message {} could not be {}: {}; SQS delivers it again, and it is answered from its"
                + " record.",
            settlement.lease().message.messageId(),
            settlement.isDelete() ? "deleted" : "given back",
            error.code());
      }
      leases.forget(settlement.lease().handle());
    }
    return again;
  }

  private void failed(SdkException e) {
    if (!failing) {
      LOG.warn(
          "SQS accepts no deletes or returns ({}); Caravan tries again until it does.",
          e.toString());
    }
    failing = true;
  }

  private void succeeded() {
    if (failing) {
      LOG.info("SQS accepts deletes and returns again.");
    }
    failing = false;
  }

  private void rest(Duration time) {
    try {
      TimeUnit.NANOSECONDS.sleep(time.toNanos());
    } catch (InterruptedException e) {
      stopping = true;
    }
  }
}
