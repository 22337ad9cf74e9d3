package dev.caravan.bench.loop;

import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import software.amazon.awssdk.services.sqs.SqsClient;
import software.amazon.awssdk.services.sqs.model.ChangeMessageVisibilityBatchRequestEntry;

/** Extends the leases of the messages in progress when half of their visibility timeout is over. */
final class Leases implements Runnable {

  static final int VISIBILITY_SECONDS = 120;
  private static final int BATCH = 10;

  private final SqsClient sqs;
  private final String queueUrl;
  private final Map<String, Long> since = new ConcurrentHashMap<>();

  Leases(SqsClient sqs, String queueUrl) {
    this.sqs = sqs;
    this.queueUrl = queueUrl;
  }

  void begin(String handle) {
    since.put(handle, System.nanoTime());
  }

  void end(String handle) {
    since.remove(handle);
  }

  /** Runs once a second. */
  @Override
  public void run() {
    long due = System.nanoTime() - TimeUnit.SECONDS.toNanos(VISIBILITY_SECONDS / 2);
    List<String> handles =
        since.entrySet().stream()
            .filter(held -> held.getValue() - due < 0)
            .map(Map.Entry::getKey)
            .toList();
    for (int from = 0; from < handles.size(); from += BATCH) {
      extend(handles.subList(from, Math.min(handles.size(), from + BATCH)));
    }
  }

  private void extend(List<String> handles) {
    List<ChangeMessageVisibilityBatchRequestEntry> entries =
        IntStream.range(0, handles.size())
            .mapToObj(
                n ->
                    ChangeMessageVisibilityBatchRequestEntry.builder()
                        .id(String.valueOf(n))
                        .receiptHandle(handles.get(n))
                        .visibilityTimeout(VISIBILITY_SECONDS)
                        .build())
            .toList();
    sqs.changeMessageVisibilityBatch(change -> change.queueUrl(queueUrl).entries(entries));
    handles.forEach(handle -> since.replace(handle, System.nanoTime()));
  }
}
