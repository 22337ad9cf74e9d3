package dev.caravan.metrics.cloudwatch;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import software.amazon.awssdk.services.cloudwatch.model.MetricDatum;

/**
 * Data that wait to be sent, oldest first, each with its minute. The outbox is bounded: if
 * CloudWatch can't be reached for long, the oldest data are dropped and counted.
 */
final class Outbox {

  /** About one hour of data from a busy instance. */
  static final int MOST = 2000;

  /** CloudWatch's maximum number of data in one request. */
  static final int MOST_PER_REQUEST = 1000;

  /** Less than CloudWatch's limit of 1 MB before compression. */
  static final int MOST_BYTES_PER_REQUEST = 900_000;

  private final Deque<MetricDatum> waiting = new ArrayDeque<>();
  private long dropped;

  synchronized void add(List<MetricDatum> data) {
    waiting.addAll(data);
    dropOldest();
  }

  /** The oldest data that fit into one request; empty if there are none. */
  synchronized List<MetricDatum> take() {
    List<MetricDatum> taken = new ArrayList<>();
    int bytes = 0;
    while (!waiting.isEmpty() && taken.size() < MOST_PER_REQUEST) {
      bytes += DatumSize.of(waiting.peekFirst());
      if (bytes > MOST_BYTES_PER_REQUEST && !taken.isEmpty()) {
        break;
      }
      taken.add(waiting.removeFirst());
    }
    return taken;
  }

  /** Puts back data that could not be sent, in their earlier position. */
  synchronized void putBack(List<MetricDatum> taken) {
    for (int at = taken.size() - 1; at >= 0; at--) {
      waiting.addFirst(taken.get(at));
    }
    dropOldest();
  }

  /** Counts data that will never be sent. */
  synchronized void drop(List<MetricDatum> taken) {
    dropped += taken.size();
  }

  private void dropOldest() {
    while (waiting.size() > MOST) {
      waiting.removeFirst();
      dropped++;
    }
  }

  synchronized int size() {
    return waiting.size();
  }

  /** Number of data lost since the start. */
  synchronized long dropped() {
    return dropped;
  }
}
