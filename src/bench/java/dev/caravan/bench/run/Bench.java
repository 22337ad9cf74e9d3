package dev.caravan.bench.run;

import dev.caravan.bench.jvm.ClassPaths;
import dev.caravan.bench.jvm.Servers;
import dev.caravan.bench.result.Measured;
import dev.caravan.bench.result.Sample;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/**
 * Contestants side by side on one workload after another: each in its own JVM, all started anew for
 * a workload and warmed up, then taking turns, so that what the machine does meanwhile meets all.
 */
public final class Bench {

  private static final int IDLE_CONSUMERS = 10;

  private final Path java;
  private final ClassPaths paths;
  private final Plan plan;
  private final Path work;
  private final Consumer<String> progress;

  /**
   * @param java the JDK's folder, for contestants and servers
   * @param work where logs go
   */
  public Bench(Path java, ClassPaths paths, Plan plan, Path work, Consumer<String> progress) {
    this.java = java;
    this.paths = paths;
    this.plan = plan;
    this.work = work;
    this.progress = progress;
  }

  public List<Measured> run(List<Workload> workloads, List<Contestant> contestants)
      throws IOException, InterruptedException {
    List<Measured> measured = new ArrayList<>();
    try (Servers servers = Servers.start(java, paths)) {
      for (Workload workload : workloads) {
        List<Contestant> able =
            contestants.stream()
                .filter(each -> workload.entrance() == Entrance.QUEUE || each.hasHttp())
                .toList();
        measured.addAll(run(servers, workload, able));
      }
    }
    return measured;
  }

  /**
   * How often each asks SQS while there is nothing to do.
   *
   * @return calls a minute, by account
   */
  public Map<String, Double> idle(List<Contestant> contestants, double seconds)
      throws IOException, InterruptedException {
    List<Running> running = new ArrayList<>();
    Map<String, Double> perMinute = new TreeMap<>();
    try (Servers servers = Servers.start(java, paths)) {
      for (Contestant contestant : contestants) {
        running.add(Running.start(contestant, java, paths, servers, IDLE_CONSUMERS, work));
      }
      for (Running each : running) {
        servers.begin(each.contestant().account(), each.contestant().keepsRecords());
      }
      progress.accept("idle for %.0f s".formatted(seconds));
      TimeUnit.MILLISECONDS.sleep((long) (seconds * 1_000));
      for (Running each : running) {
        String account = each.contestant().account();
        perMinute.put(account, new Calls(servers.counts(account)).sqs() * 60 / seconds);
      }
      return perMinute;
    } finally {
      running.forEach(Running::close);
    }
  }

  private List<Measured> run(Servers servers, Workload workload, List<Contestant> contestants)
      throws IOException, InterruptedException {
    servers.behave(workload.latency(), workload.imageBytes(), 0);
    List<Running> running = new ArrayList<>();
    Map<Contestant, List<Sample>> rounds = new EnumMap<>(Contestant.class);
    try (HttpRounds http = new HttpRounds(servers)) {
      for (Contestant contestant : contestants) {
        running.add(Running.start(contestant, java, paths, servers, workload.consumers(), work));
      }
      QueueRounds queue = new QueueRounds(servers);
      for (Running each : running) {
        say(workload, each, "warming up");
        warmUp(workload, each, queue, http);
      }
      for (int n = 1; n <= plan.repetitions(workload); n++) {
        for (Running each : running) {
          Sample sample =
              workload.entrance() == Entrance.QUEUE
                  ? queue.drain(each, workload.prompts(plan.round(workload)))
                  : http.measure(each, plan.round(workload));
          rounds.computeIfAbsent(each.contestant(), none -> new ArrayList<>()).add(sample);
          say(workload, each, "round %d: %.1f/s".formatted(n, sample.perSecond()));
        }
      }
    } finally {
      running.forEach(Running::close);
    }
    return rounds.entrySet().stream()
        .map(each -> new Measured(workload.name(), each.getKey().account(), each.getValue()))
        .toList();
  }

  private void warmUp(Workload workload, Running running, QueueRounds queue, HttpRounds http)
      throws IOException, InterruptedException {
    if (workload.entrance() == Entrance.QUEUE) {
      queue.drain(running, workload.prompts(plan.warmUp(workload)));
    } else {
      http.warmUp(running, plan.warmUp(workload));
    }
  }

  private void say(Workload workload, Running running, String what) {
    progress.accept("%s, %s: %s".formatted(workload.name(), running.contestant().title(), what));
  }
}
