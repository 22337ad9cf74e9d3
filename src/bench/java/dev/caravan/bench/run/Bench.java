package dev.caravan.bench.run;

import dev.caravan.bench.jvm.ClassPaths;
import dev.caravan.bench.jvm.Servers;
import dev.caravan.bench.result.Measured;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/**
 * Runs contestants, each in its own JVM, on one workload after another. They are restarted for
 * another entrance or latency, and continue if only the image gets larger.
 */
public final class Bench {

  private static final int IDLE_CONSUMERS = 10;

  private final Path java;
  private final List<String> flags;
  private final ClassPaths paths;
  private final Plan plan;
  private final Path work;
  private final Consumer<String> progress;

  /**
   * @param java the JDK's folder, for contestants and servers
   * @param flags of the contestants' JVMs
   * @param work the folder for logs
   */
  public Bench(
      Path java,
      List<String> flags,
      ClassPaths paths,
      Plan plan,
      Path work,
      Consumer<String> progress) {
    this.java = java;
    this.flags = flags;
    this.paths = paths;
    this.plan = plan;
    this.work = work;
    this.progress = progress;
  }

  /** Receives the measurements of one workload. */
  public interface Finished {
    void accept(List<Measured> measured) throws IOException;
  }

  /**
   * @param finished called after each workload, so that the measurements are kept if the run ends
   *     early
   */
  public void run(List<Workload> workloads, List<Contestant> contestants, Finished finished)
      throws IOException, InterruptedException {
    List<Workload> left =
        new ArrayList<>(
            workloads.stream().filter(each -> contestants.stream().anyMatch(each::isFor)).toList());
    List<Running> running = new ArrayList<>();
    try (Servers servers = Servers.start(java, paths)) {
      try {
        Workload before = null;
        while (!left.isEmpty()) {
          Workload workload = left.get(0);
          progress.accept(
              "%s: about %.0f min left"
                  .formatted(workload.name(), Math.ceil(plan.estimate(left, contestants) / 60)));
          servers.behave(workload.latency(), workload.imageBytes(), 0);
          if (before == null) {
            warm(servers, workload, contestants);
          }
          if (before == null || !workload.goesOnFrom(before)) {
            stop(running);
            start(servers, workload, contestants, running);
          }
          try (SideBySide sideBySide = new SideBySide(servers, workload, plan, running, progress)) {
            finished.accept(sideBySide.run());
          }
          before = left.remove(0);
        }
      } finally {
        stop(running);
      }
    }
  }

  /**
   * Starts and stops a contestant, because the first connections to the servers take longer than
   * later ones, and they count for the time to the first receive.
   */
  private void warm(Servers servers, Workload workload, List<Contestant> contestants)
      throws IOException, InterruptedException {
    Contestant first = contestants.stream().filter(workload::isFor).findFirst().orElseThrow();
    Running.start(first, java, flags, paths, servers, workload.consumers(), work).close();
  }

  private void start(
      Servers servers, Workload workload, List<Contestant> contestants, List<Running> running)
      throws IOException, InterruptedException {
    for (Contestant contestant : contestants.stream().filter(workload::isFor).toList()) {
      running.add(
          Running.start(contestant, java, flags, paths, servers, workload.consumers(), work));
    }
  }

  private static void stop(List<Running> running) {
    running.forEach(Running::close);
    running.clear();
  }

  /**
   * Counts how often each contestant calls SQS while there is nothing to do.
   *
   * @return calls per minute, by account
   */
  public Map<String, Double> idle(List<Contestant> contestants, double seconds)
      throws IOException, InterruptedException {
    List<Running> running = new ArrayList<>();
    Map<String, Double> perMinute = new TreeMap<>();
    try (Servers servers = Servers.start(java, paths)) {
      for (Contestant contestant : contestants) {
        running.add(Running.start(contestant, java, flags, paths, servers, IDLE_CONSUMERS, work));
      }
      for (Running each : running) {
        servers.begin(each.contestant().account());
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
}
