package dev.caravan.it;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/** Calls each instance four times a second, and counts the answers by their status. */
final class Answers implements AutoCloseable {

  /** In place of a status: there was no answer. */
  private static final int NONE = 0;

  private static final String BODY = "{\"prompt\":\"steady\",\"model\":\"amazon.nova-lite-v1:0\"}";

  private final List<Api> instances;
  private final ScheduledExecutorService calling;
  private final Map<Integer, Long> counts = new TreeMap<>();

  Answers(List<Api> instances) {
    this.instances = instances;
    this.calling = Executors.newScheduledThreadPool(instances.size());
  }

  void begin() {
    instances.forEach(
        api ->
            calling.scheduleWithFixedDelay(
                () -> count(status(api)), 0, 250, TimeUnit.MILLISECONDS));
  }

  private static int status(Api api) {
    try {
      return api.generate(BODY).status();
    } catch (AssertionError e) {
      return NONE;
    }
  }

  private synchronized void count(int status) {
    counts.merge(status, 1L, Long::sum);
  }

  synchronized Map<Integer, Long> byStatus() {
    return new TreeMap<>(counts);
  }

  /** The counts until now; begins at zero again. */
  synchronized Map<Integer, Long> forget() {
    Map<Integer, Long> until = new TreeMap<>(counts);
    counts.clear();
    return until;
  }

  @Override
  public void close() {
    calling.shutdownNow();
  }
}
