package dev.caravan.bench.run;

import com.fasterxml.jackson.databind.JsonNode;
import dev.caravan.bench.curve.Curve;
import dev.caravan.bench.jvm.BenchFailedException;
import dev.caravan.bench.jvm.ClassPaths;
import dev.caravan.bench.jvm.Servers;
import dev.caravan.bench.load.Answered;
import dev.caravan.bench.load.Callers;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/**
 * Runs contestants one after another, each alone from the start of its process. The queue is full
 * before; callers call from the moment at which the contestant is ready.
 */
public final class FirstSeconds {

  /** More messages than any contestant can process in a second. */
  private static final int PER_SECOND = 2_500;

  private final Path java;
  private final List<String> flags;
  private final ClassPaths paths;
  private final Path work;
  private final Consumer<String> progress;

  /**
   * @param java the JDK's folder
   * @param work the folder for logs
   */
  public FirstSeconds(
      Path java, List<String> flags, ClassPaths paths, Path work, Consumer<String> progress) {
    this.java = java;
    this.flags = flags;
    this.paths = paths;
    this.work = work;
    this.progress = progress;
  }

  public List<Curve> of(List<Workload> workloads, List<Contestant> contestants, int seconds)
      throws IOException, InterruptedException {
    List<Curve> curves = new ArrayList<>();
    try (Servers servers = Servers.start(java, paths)) {
      for (Workload workload : workloads) {
        List<Contestant> able = contestants.stream().filter(workload::isFor).toList();
        servers.behave(workload.latency(), workload.imageBytes(), 0);
        // The servers' JVM has to be warm too, so the first contestant runs once more, before.
        curve(servers, workload, able.get(0), seconds);
        for (Contestant contestant : able) {
          Curve curve = curve(servers, workload, contestant, seconds);
          progress.accept(
              "%s, %s: first receive after %.2f s, then up to %.0f/s"
                  .formatted(
                      workload.name(),
                      contestant.title(),
                      curve.firstReceiveSeconds(),
                      curve.steady()));
          curves.add(curve);
        }
      }
    }
    return curves;
  }

  private Curve curve(Servers servers, Workload workload, Contestant contestant, int seconds)
      throws IOException, InterruptedException {
    String account = contestant.account();
    boolean queue = workload.entrance() == Entrance.QUEUE;
    servers.fill(account, queue ? seconds * PER_SECOND : 0);
    long begin = System.nanoTime();
    try (Running running =
        Running.start(contestant, java, flags, paths, servers, workload.consumers(), work)) {
      double left = seconds - (System.nanoTime() - begin) / 1e9;
      List<Curve.Finished> finished;
      if (queue) {
        TimeUnit.MILLISECONDS.sleep(Math.max(0, (long) (left * 1_000)));
        requireNothingTwice(servers, running);
        finished = finished(servers.journeys(account));
      } else {
        finished = called(servers, running, left);
      }
      return new Curve(
          workload.name(),
          account,
          running.firstReceiveSeconds(),
          Curve.seconds(finished, seconds));
    } finally {
      // The messages that are left must not be delivered to the next process.
      servers.fill(account, 0);
    }
  }

  private static void requireNothingTwice(Servers servers, Running running) throws IOException {
    running.jvm().requireAlive();
    JsonNode counts = servers.counts(running.contestant().account());
    int allowed = running.contestant().mayPayTwice(counts.path("stored").asInt());
    if (counts.path("invokedTwice").asLong() > allowed || counts.path("storedTwice").asLong() > 0) {
      throw new BenchFailedException(
          "%s paid for or stored a prompt twice: %s"
              .formatted(running.contestant().title(), counts));
    }
  }

  /** Prompts that are not stored yet have a negative time, so they count in no second. */
  private static List<Curve.Finished> finished(JsonNode journeys) {
    List<Curve.Finished> finished = new ArrayList<>();
    for (JsonNode journey : journeys) {
      finished.add(new Curve.Finished(journey.get(3).asLong(), journey.get(2).asLong()));
    }
    return finished;
  }

  private static List<Curve.Finished> called(Servers servers, Running running, double seconds) {
    Map<String, Long> ended = new HashMap<>();
    Map<String, Long> served = new HashMap<>();
    List<Curve.Finished> finished = new ArrayList<>();
    try (Callers callers = new Callers()) {
      String marker = running.contestant().account() + "-first";
      List<Answered> answers =
          callers.closedLoop(running.port(), marker, HttpRounds.CALLERS, seconds);
      for (JsonNode journey : servers.journeys(running.contestant().account())) {
        String id = journey.get(0).asText();
        served.put(id, journey.get(1).asLong());
        ended.put(id, journey.get(3).asLong());
      }
      for (Answered answer : answers) {
        // Bedrock knows the call by its number, S3 by its id.
        String number = answer.marker().substring(answer.marker().indexOf('-') + 1);
        long byServers = served.getOrDefault(answer.id(), 0L) + served.getOrDefault(number, 0L);
        finished.add(
            new Curve.Finished(ended.getOrDefault(answer.id(), -1L), answer.micros() - byServers));
      }
    }
    return finished;
  }
}
