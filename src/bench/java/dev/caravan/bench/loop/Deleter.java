package dev.caravan.bench.loop;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import software.amazon.awssdk.services.sqs.SqsClient;
import software.amazon.awssdk.services.sqs.model.DeleteMessageBatchRequestEntry;

/** Deletes finished messages in batches of ten, or of fewer after a quarter of a second. */
final class Deleter implements Runnable {

  private static final int BATCH = 10;
  private static final long LINGER_NANOS = TimeUnit.MILLISECONDS.toNanos(250);

  private final SqsClient sqs;
  private final String queueUrl;
  private final Leases leases;
  private final BlockingQueue<String> done = new LinkedBlockingQueue<>();

  Deleter(SqsClient sqs, String queueUrl, Leases leases) {
    this.sqs = sqs;
    this.queueUrl = queueUrl;
    this.leases = leases;
  }

  void add(String handle) {
    done.add(handle);
  }

  @Override
  public void run() {
    try {
      while (true) {
        delete(batch());
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private List<String> batch() throws InterruptedException {
    List<String> batch = new ArrayList<>(BATCH);
    batch.add(done.take());
    long end = System.nanoTime() + LINGER_NANOS;
    while (batch.size() < BATCH) {
      String more = done.poll(end - System.nanoTime(), TimeUnit.NANOSECONDS);
      if (more == null) {
        break;
      }
      batch.add(more);
    }
    return batch;
  }

  private void delete(List<String> handles) {
    List<DeleteMessageBatchRequestEntry> entries =
        IntStream.range(0, handles.size())
            .mapToObj(
                n ->
                    DeleteMessageBatchRequestEntry.builder()
                        .id(String.valueOf(n))
                        .receiptHandle(handles.get(n))
                        .build())
            .toList();
    sqs.deleteMessageBatch(delete -> delete.queueUrl(queueUrl).entries(entries));
    handles.forEach(leases::end);
  }
}
