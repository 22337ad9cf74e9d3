package dev.caravan.bench.run;

import dev.caravan.bench.jvm.BenchFailedException;
import dev.caravan.bench.jvm.Servers;
import dev.caravan.bench.result.Measured;
import dev.caravan.bench.result.Sample;
import dev.caravan.bench.result.WarmUp;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Consumer;

/**
 * Runs contestants on one workload: warms them up and then lets them take turns, so that everything
 * else that happens on the machine affects all of them. Contestants that hardly use the machine run
 * at the same time.
 */
final class SideBySide implements AutoCloseable {

  private final Workload workload;
  private final Plan plan;
  private final List<Running> contestants;
  private final Consumer<String> progress;
  private final QueueRounds queue;
  private final HttpRounds http;
  private final ExecutorService threads;

  SideBySide(
      Servers servers,
      Workload workload,
      Plan plan,
      List<Running> contestants,
      Consumer<String> progress) {
    this.workload = workload;
    this.plan = plan;
    this.contestants = contestants;
    this.progress = progress;
    this.queue = new QueueRounds(servers);
    this.http = new HttpRounds(servers);
    this.threads = Executors.newFixedThreadPool(workload.isImageLike() ? contestants.size() : 1);
  }

  List<Measured> run() throws IOException, InterruptedException {
    Map<Contestant, WarmUp> warmUps = each(contestants, this::warmUp);
    // The first contestant's rate sets the length of the rounds, so that all get the same number of
    // prompts.
    double perSecond = warmUps.get(contestants.get(0).contestant()).perSecond();
    List<Map<Contestant, Sample>> rounds = new ArrayList<>();
    for (int n = 0; n < plan.repetitions(workload); n++) {
      int round = n + 1;
      rounds.add(each(Order.of(contestants, n), running -> measure(running, round, perSecond)));
    }
    return contestants.stream()
        .map(
            running ->
                new Measured(
                    workload.name(),
                    running.contestant().account(),
                    rounds.stream().map(round -> round.get(running.contestant())).toList(),
                    warmUps.get(running.contestant()),
                    workload.isImageLike(),
                    running.firstReceiveSeconds()))
        .toList();
  }

  /** Warms up slice by slice, until the compiler is quiet. */
  private WarmUp warmUp(Running running) throws IOException, InterruptedException {
    WarmUpRule rule = plan.warmUp(workload);
    // A cold JVM is slow, so the first slice is small.
    double perSecond = workload.nominalRate() / 5;
    double seconds = 0;
    double share;
    do {
      Duration compiled = running.jvm().gauges().compilation();
      long begun = System.nanoTime();
      perSecond = slice(running, perSecond, rule.sliceSeconds());
      double took = (System.nanoTime() - begun) / 1e9;
      share = running.jvm().gauges().compilation().minus(compiled).toMillis() / 1e3 / took;
      seconds += took;
    } while (!rule.isOver(seconds, share));
    say(
        running,
        "warmed up for %.0f s; the compiler took %.0f %% of the last slice"
            .formatted(seconds, share * 100));
    return new WarmUp(seconds, share, perSecond);
  }

  private double slice(Running running, double perSecond, double seconds)
      throws IOException, InterruptedException {
    return workload.entrance() == Entrance.QUEUE
        ? queue
            .drain(running, workload.prompts(perSecond, seconds), workload.imageBytes())
            .perSecond()
        : http.warmUp(running, seconds);
  }

  private Sample measure(Running running, int round, double perSecond)
      throws IOException, InterruptedException {
    double seconds = plan.round(workload);
    Sample sample =
        workload.entrance() == Entrance.QUEUE
            ? queue.drain(running, workload.prompts(perSecond, seconds), workload.imageBytes())
            : http.measure(running, seconds);
    say(running, "round %d: %.1f/s".formatted(round, sample.perSecond()));
    return sample;
  }

  private interface Turn<T> {
    T of(Running running) throws IOException, InterruptedException;
  }

  /** Runs them one after another, or all at once if there is a thread for each. */
  private <T> Map<Contestant, T> each(List<Running> order, Turn<T> turn)
      throws IOException, InterruptedException {
    Map<Contestant, Future<T>> turns = new java.util.LinkedHashMap<>();
    for (Running running : order) {
      turns.put(running.contestant(), threads.submit((Callable<T>) () -> turn.of(running)));
    }
    Map<Contestant, T> results = new EnumMap<>(Contestant.class);
    for (Map.Entry<Contestant, Future<T>> each : turns.entrySet()) {
      try {
        results.put(each.getKey(), each.getValue().get());
      } catch (ExecutionException e) {
        throw e.getCause() instanceof BenchFailedException failed
            ? failed
            : new BenchFailedException("%s failed.".formatted(each.getKey().title()), e.getCause());
      }
    }
    return results;
  }

  private void say(Running running, String what) {
    progress.accept("%s, %s: %s".formatted(workload.name(), running.contestant().title(), what));
  }

  @Override
  public void close() {
    threads.shutdownNow();
    http.close();
  }
}
