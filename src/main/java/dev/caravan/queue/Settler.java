package dev.caravan.queue;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.BiConsumer;
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
 * Deletes messages, gives them back, or sends them again, in batches, on a thread of its own.
 * Failed calls are repeated. If the receipt handle is no longer valid, the failure is counted and
 * the message forgotten: SQS delivers it again, and it is answered from its record.
 */
final class Settler implements Runnable {

  private static final Logger LOG = LoggerFactory.getLogger(Settler.class);

  private static final Duration RETRY = Duration.ofSeconds(1);

  private final SqsClient sqs;
  private final QueueSettings settings;
  private final Leases leases;
  private final LeaseTimes times;
  private final QueueCounts counts;
  private final Renewals renewals;
  private final Settlements waiting;
  private final LoopTrouble trouble =
      new LoopTrouble("Messages are not deleted or given back", LOG);
  private volatile boolean stopping;
  private boolean failing;

  Settler(
      SqsClient sqs,
      QueueSettings settings,
      Leases leases,
      LeaseTimes times,
      QueueCounts counts,
      Renewals renewals) {
    this.renewals = renewals;
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

  /** Why messages can't be settled now; null if they can. */
  String trouble() {
    return trouble.now();
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
    List<Settlement> again = new ArrayList<>();
    // A renewed message is deleted in the same round.
    List<Settlement> deletes = new ArrayList<>(of(batch, Settlement.Kind.DELETE));
    for (List<Settlement> renewed : Renewals.batches(of(batch, Settlement.Kind.RENEW))) {
      call(renewed, again, renewals::send, (one, error) -> renewed(one, error, deletes));
    }
    inTens(deletes, again, this::delete);
    inTens(of(batch, Settlement.Kind.GIVE_BACK), again, this::giveBack);
    return again;
  }

  private static List<Settlement> of(List<Settlement> batch, Settlement.Kind kind) {
    return batch.stream().filter(settlement -> settlement.kind() == kind).toList();
  }

  private void inTens(
      List<Settlement> all,
      List<Settlement> again,
      Function<List<Settlement>, List<BatchResultErrorEntry>> call) {
    for (int from = 0; from < all.size(); from += QueueSettings.BATCH) {
      List<Settlement> ten = all.subList(from, Math.min(all.size(), from + QueueSettings.BATCH));
      call(ten, again, call, this::settled);
    }
  }

  private void call(
      List<Settlement> ten,
      List<Settlement> again,
      Function<List<Settlement>, List<BatchResultErrorEntry>> call,
      BiConsumer<Settlement, BatchResultErrorEntry> ended) {
    try {
      sort(ten, again, call.apply(ten), ended);
      succeeded();
      trouble.isOver();
    } catch (SdkException e) {
      failed(e);
      again.addAll(ten);
    } catch (Throwable e) {
      // The thread must go on: without it, no message is ever deleted.
      trouble.met(e);
      ten.stream().filter(one -> !again.contains(one)).forEach(again::add);
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

  private static void sort(
      List<Settlement> ten,
      List<Settlement> again,
      List<BatchResultErrorEntry> failed,
      BiConsumer<Settlement, BatchResultErrorEntry> ended) {
    Map<Integer, BatchResultErrorEntry> errors =
        failed.stream().collect(Collectors.toMap(error -> Integer.valueOf(error.id()), e -> e));
    for (int at = 0; at < ten.size(); at++) {
      BatchResultErrorEntry error = errors.get(at);
      if (error != null && !Boolean.TRUE.equals(error.senderFault())) {
        again.add(ten.get(at));
      } else {
        ended.accept(ten.get(at), error);
      }
    }
  }

  /**
   * @param error null if the message was deleted or given back
   */
  private void settled(Settlement settlement, BatchResultErrorEntry error) {
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

  /**
   * @param error null if the message was sent again
   */
  private void renewed(
      Settlement settlement, BatchResultErrorEntry error, List<Settlement> deletes) {
    if (error == null) {
      counts.renewed();
      deletes.add(Settlement.delete(settlement.lease()));
      return;
    }
    LOG.warn(
        "Message {} could not be sent again ({}: {}); it is given back with its receives nearly"
            + " used up.",
        settlement.lease().message.messageId(),
        error.code(),
        error.message());
    add(Settlement.giveBack(settlement.lease(), settlement.visibility()));
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
