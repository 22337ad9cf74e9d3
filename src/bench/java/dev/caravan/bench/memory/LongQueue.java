package dev.caravan.bench.memory;

import com.fasterxml.jackson.databind.JsonNode;
import dev.caravan.bench.jvm.BenchFailedException;
import dev.caravan.bench.jvm.ClassPaths;
import dev.caravan.bench.jvm.Servers;
import dev.caravan.bench.run.Contestant;
import dev.caravan.bench.run.Running;
import dev.caravan.bench.server.Latency;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/** Drains one long queue and measures the service's memory at regular intervals. */
public final class LongQueue {

  private static final int IMAGE_BYTES = 50_000;
  private static final int CONSUMERS = 10;

  private final Path java;
  private final ClassPaths paths;
  private final Path work;
  private final Consumer<String> progress;

  public LongQueue(Path java, ClassPaths paths, Path work, Consumer<String> progress) {
    this.java = java;
    this.paths = paths;
    this.work = work;
    this.progress = progress;
  }

  /**
   * @param longest seconds after which the run fails
   */
  public List<MemoryReport.Moment> drain(int messages, int longest)
      throws IOException, InterruptedException {
    try (Servers servers = Servers.start(java, paths)) {
      servers.behave(Latency.NONE, IMAGE_BYTES, 0);
      try (Running caravan =
          Running.start(Contestant.CARAVAN, java, paths, servers, CONSUMERS, work)) {
        return drain(servers, caravan, messages, longest);
      }
    }
  }

  private List<MemoryReport.Moment> drain(
      Servers servers, Running caravan, int messages, int longest)
      throws IOException, InterruptedException {
    String account = caravan.contestant().account();
    List<MemoryReport.Moment> moments = new ArrayList<>();
    servers.begin(account);
    long begin = System.nanoTime();
    servers.fill(account, messages);
    // A few hundred points are enough for a plot.
    long every = Math.max(200, messages / 500);
    while (true) {
      double second = (System.nanoTime() - begin) / 1e9;
      JsonNode counts = servers.counts(account);
      caravan.jvm().requireAlive();
      moments.add(
          new MemoryReport.Moment(
              second,
              counts.path("stored").asLong(),
              caravan.jvm().gauges().rss(),
              caravan.jvm().gauges().heapUsed()));
      if (moments.size() % 50 == 0) {
        progress.accept(
            "%d of %d after %.0f s".formatted(counts.path("stored").asLong(), messages, second));
      }
      if (counts.path("deleted").asInt() >= messages) {
        return moments;
      }
      if (second > longest) {
        throw new BenchFailedException(
            "The queue was not empty after %d s: %s".formatted(longest, counts));
      }
      TimeUnit.MILLISECONDS.sleep(every);
    }
  }
}
