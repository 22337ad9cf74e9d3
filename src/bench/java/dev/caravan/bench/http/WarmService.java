package dev.caravan.bench.http;

import dev.caravan.bench.jvm.BenchFailedException;
import dev.caravan.bench.jvm.ClassPaths;
import dev.caravan.bench.jvm.Jvm;
import dev.caravan.bench.jvm.Servers;
import dev.caravan.bench.load.Answered;
import dev.caravan.bench.load.Callers;
import dev.caravan.bench.run.Contestant;
import dev.caravan.bench.run.HttpRounds;
import dev.caravan.bench.run.Running;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/** Starts a service and warms it up, with all kinds of calls. */
final class WarmService {

  static final int IMAGE_BYTES = 50_000;

  private static final Contestant CARAVAN = Contestant.CARAVAN;

  /** The heap is the one that the image gives the service in a container of 600 MB. */
  static final List<String> FLAGS =
      Jvm.FLAGS.stream().map(flag -> flag.startsWith("-Xmx") ? "-Xmx300m" : flag).toList();

  private static final int SEED_CALLERS = 2;
  private static final double SEED_SECONDS = 0.3;
  private static final double LONGEST_SEED_SECONDS = 20;

  /** A faster rate than the measured one shortens the warm-up. */
  private static final int FASTER = 3;

  private final Path java;
  private final ClassPaths paths;
  private final Servers servers;
  private final Size size;
  private final Consumer<String> progress;

  WarmService(Path java, ClassPaths paths, Servers servers, Size size, Consumer<String> progress) {
    this.java = java;
    this.paths = paths;
    this.servers = servers;
    this.size = size;
    this.progress = progress;
  }

  /**
   * @param more settings of this service alone
   */
  Running start(Map<String, String> more, Path log) throws IOException, InterruptedException {
    Map<String, String> variables = new HashMap<>(servers.variables(CARAVAN.account()));
    // Prompts of another service may be left.
    servers.fill(CARAVAN.account(), 0);
    variables.put("HTTP_PORT", "0");
    variables.put("MANAGEMENT_PORT", "0");
    // The pace would rise from 20 by one per round of calls, for longer than the run.
    for (String setting :
        List.of("CARAVAN_PACE_START", "CARAVAN_PACE_MAX", "CARAVAN_BEDROCK_CONNECTIONS")) {
      variables.put(setting, String.valueOf(size.paceMax()));
    }
    variables.putAll(more);
    variables.putAll(size.settings());
    Jvm jvm = Jvm.start(java, FLAGS, CARAVAN.command(paths).orElseThrow(), variables, log);
    try {
      return new Running(CARAVAN, jvm, jvm.awaitReady(), 0);
    } catch (RuntimeException e) {
      jvm.close();
      throw e;
    }
  }

  /**
   * Warms up slice by slice, until the JVM's compiler is quiet: first prompts, then other calls.
   */
  Target warmUp(Running running, Caller caller) throws IOException, InterruptedException {
    servers.behave(Duration.ZERO, IMAGE_BYTES);
    double slice = size.warmUp().sliceSeconds();
    try (HttpRounds rounds = new HttpRounds(servers)) {
      warmUp("prompts", running, () -> rounds.warmUp(running, slice));
    }
    Target target = new Target(running, seed(running));
    Bystanders readers = new Bystanders(caller, target, FASTER * size.rate());
    warmUp("other calls", running, () -> TimeUnit.MILLISECONDS.sleep((long) (slice * 1_000)));
    readers.stop();
    return target;
  }

  private interface Slice {
    void run() throws IOException, InterruptedException;
  }

  private void warmUp(String calls, Running running, Slice slice)
      throws IOException, InterruptedException {
    double seconds = 0;
    double share;
    do {
      Duration compiled = running.jvm().gauges().compilation();
      long begun = System.nanoTime();
      slice.run();
      double took = (System.nanoTime() - begun) / 1e9;
      share = running.jvm().gauges().compilation().minus(compiled).toMillis() / 1e3 / took;
      seconds += took;
    } while (!size.warmUp().isOver(seconds, share));
    progress.accept(
        "warmed up with %s for %.0f s; the compiler took %.0f %% of the last slice"
            .formatted(calls, seconds, share * 100));
  }

  /** Makes a few records after all others are forgotten, and returns the id of one of them. */
  String seed(Running running) {
    String account = running.contestant().account();
    servers.begin(account);
    try (Callers callers = new Callers()) {
      // On a busy machine, the first calls of a cold service can take longer than that.
      for (double seconds = SEED_SECONDS; seconds < LONGEST_SEED_SECONDS; seconds *= 2) {
        List<Answered> answered =
            callers.closedLoop(running.port(), account + "-s", SEED_CALLERS, seconds);
        if (!answered.isEmpty()) {
          return answered.get(0).id();
        }
      }
    }
    throw new BenchFailedException("The service answered no POST in its warm-up.");
  }

  /** Waits until the service has no prompts left, however the model is to behave next. */
  void settle(Running running, double longestSeconds) throws IOException, InterruptedException {
    servers.behave(Duration.ZERO, IMAGE_BYTES);
    long end = System.nanoTime() + (long) (longestSeconds * 1e9);
    while (!servers.isIdle(running.contestant().account())) {
      running.jvm().requireAlive();
      if (System.nanoTime() > end) {
        throw new BenchFailedException(
            "Prompts were left %.0f s after the last call. Output of the service:%n%s"
                .formatted(longestSeconds, running.jvm().lastWords()));
      }
      TimeUnit.MILLISECONDS.sleep(100);
    }
  }
}
