package dev.caravan.bench.scale;

import com.fasterxml.jackson.databind.JsonNode;
import dev.caravan.bench.jvm.BenchFailedException;
import dev.caravan.bench.jvm.ClassPaths;
import dev.caravan.bench.jvm.Servers;
import dev.caravan.bench.run.Contestant;
import dev.caravan.bench.server.Latency;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/**
 * Drains one queue with one, two and three instances, with a quota, and while instances come and
 * go.
 */
public final class Phases {

  private static final int IMAGE_BYTES = 50_000;
  private static final String ACCOUNT = Contestant.CARAVAN.account();
  private static final String BY = "InvokeModel by ";
  private static final long LONGEST_NANOS = TimeUnit.MINUTES.toNanos(20);

  private final Path java;
  private final ClassPaths paths;
  private final Path work;
  private final Latency latency;
  private final int consumers;
  private final Consumer<String> progress;

  public Phases(
      Path java,
      ClassPaths paths,
      Path work,
      Latency latency,
      int consumers,
      Consumer<String> progress) {
    this.java = java;
    this.paths = paths;
    this.work = work;
    this.latency = latency;
    this.consumers = consumers;
    this.progress = progress;
  }

  /** The same number of instances from beginning to end. */
  public ScaleReport.Phase steady(int count, int prompts, int quotaPerMinute)
      throws IOException, InterruptedException {
    try (Servers servers = Servers.start(java, paths);
        Instances instances = new Instances(java, paths, servers, consumers, work)) {
      instances.add(count);
      begin(servers, prompts, quotaPerMinute);
      return result(String.valueOf(count), servers, prompts, quotaPerMinute);
    }
  }

  /**
   * Begins with one instance, adds two after a third of the prompts, and stops the first after
   * another third.
   */
  public ScaleReport.Phase changing(int prompts) throws IOException, InterruptedException {
    try (Servers servers = Servers.start(java, paths);
        Instances instances = new Instances(java, paths, servers, consumers, work)) {
      instances.add(1);
      begin(servers, prompts, 0);
      await(servers, "stored", prompts / 3);
      instances.add(2);
      await(servers, "stored", 2 * prompts / 3);
      instances.removeOldest();
      return result("1+2-1", servers, prompts, 0);
    }
  }

  private void begin(Servers servers, int prompts, int quotaPerMinute) {
    servers.behave(latency, IMAGE_BYTES, quotaPerMinute);
    servers.begin(ACCOUNT);
    servers.fill(ACCOUNT, prompts);
  }

  private static JsonNode await(Servers servers, String count, int atLeast)
      throws InterruptedException {
    long end = System.nanoTime() + LONGEST_NANOS;
    JsonNode counts;
    do {
      TimeUnit.MILLISECONDS.sleep(100);
      counts = servers.counts(ACCOUNT);
      if (System.nanoTime() > end) {
        throw new BenchFailedException("The queue was not empty in time: " + counts);
      }
    } while (counts.path(count).asInt() < atLeast);
    return counts;
  }

  private ScaleReport.Phase result(
      String instances, Servers servers, int prompts, int quotaPerMinute)
      throws InterruptedException {
    JsonNode counts = await(servers, "deleted", prompts);
    double seconds = counts.path("drainMicros").asLong() / 1e6;
    Map<String, Long> byInstance = new TreeMap<>();
    counts
        .path("calls")
        .properties()
        .forEach(
            call -> {
              if (call.getKey().startsWith(BY)) {
                byInstance.put(call.getKey().substring(BY.length()), call.getValue().asLong());
              }
            });
    ScaleReport.Phase phase =
        new ScaleReport.Phase(
            instances,
            quotaPerMinute,
            prompts,
            prompts / seconds,
            counts.path("modelCalls").asLong() * 60 / seconds,
            counts.path("calls").path("Throttled").asLong(),
            counts.path("expired").asLong(),
            counts.path("delayed").asLong(),
            counts.path("givenBack").asLong(),
            counts.path("invokedTwice").asLong() + counts.path("storedTwice").asLong(),
            byInstance);
    progress.accept(phase.toString());
    if (phase.askedOrStoredTwice() > 0 || phase.expired() > 0) {
      throw new BenchFailedException(
          "%d prompts were paid for or stored twice, and %d messages were delivered again because their lease ran out: %s"
              .formatted(phase.askedOrStoredTwice(), phase.expired(), counts));
    }
    return phase;
  }
}
