package dev.caravan.bench.soak;

import com.fasterxml.jackson.databind.JsonNode;
import dev.caravan.bench.jvm.BenchFailedException;
import dev.caravan.bench.jvm.ClassPaths;
import dev.caravan.bench.jvm.Gauges;
import dev.caravan.bench.jvm.Servers;
import dev.caravan.bench.result.Machine;
import dev.caravan.bench.run.Contestant;
import dev.caravan.bench.run.Running;
import dev.caravan.bench.server.Latency;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/**
 * Runs one instance under a steady load from both entrances, in slices. After each slice it waits
 * for all prompts, accounts for them, clears the servers and measures the service.
 *
 * <p>Leaks are most likely in the handling of failures, so some prompts fail: some are invalid, and
 * in the middle of every slice Bedrock throttles nearly everything for a moment.
 */
public final class Soak {

  private static final int IMAGE_BYTES = 50_000;
  private static final Latency LATENCY = Latency.SHORT;
  private static final int CONSUMERS = 10;
  private static final String ACCOUNT = Contestant.CARAVAN.account();
  private static final String DEAD_LETTERS = ACCOUNT + "-dead";

  /** The quota while Bedrock throttles: one call a second. */
  private static final int CALLS_PER_MINUTE = 60;

  /** The serial collector leaves some garbage behind, but not in every one of four collections. */
  private static final int COLLECTIONS = 4;

  /** Vert.x's worker threads for the management port. Each request adds one until all exist. */
  private static final int WORKERS = 20;

  private static final int REHEARSALS = 6;
  private static final Duration LONGEST_SETTLING = Duration.ofMinutes(2);

  private final Path java;
  private final ClassPaths paths;
  private final Path work;
  private final Consumer<String> progress;

  public Soak(Path java, ClassPaths paths, Path work, Consumer<String> progress) {
    this.java = java;
    this.paths = paths;
    this.work = work;
    this.progress = progress;
  }

  /**
   * @param perSecond prompts, queue and HTTP together
   * @throws BenchFailedException if a prompt was lost, or paid for or stored twice, or its lease
   *     ran out
   */
  public SoakReport run(Machine machine, double minutes, double perSecond)
      throws IOException, InterruptedException {
    try (Servers servers = Servers.start(java, paths);
        Running caravan = Running.start(Contestant.CARAVAN, java, paths, servers, CONSUMERS, work);
        Traffic traffic = new Traffic(servers, ACCOUNT, caravan.port())) {
      Meters meters = new Meters(caravan.jvm().managementPort());
      rehearse(servers, caravan, traffic, meters);
      Slice each = new Slice(sliceSeconds(minutes * 60), perSecond, 0.05);
      List<SoakReport.Moment> moments = new ArrayList<>();
      Tally tally = Tally.NONE;
      long begin = System.nanoTime();
      double second = 0;
      while (second < minutes * 60 || moments.size() < Fifths.LEAST) {
        tally = tally.plus(play(each, servers, caravan, traffic));
        int minute = (int) (second / 60);
        second = (System.nanoTime() - begin) / 1e9;
        moments.add(look(caravan.jvm().gauges(), meters.count(), second, tally.done()));
        sayFresh(second, meters);
        if ((int) (second / 60) > minute) {
          progress.accept(line(moments.get(moments.size() - 1)));
        }
      }
      return new SoakReport(machine, minutes, perSecond, tally, moments);
    }
  }

  /** Sixty slices per run, each between five seconds and half a minute long; six in a short run. */
  static double sliceSeconds(double seconds) {
    return Math.max(Math.min(5, seconds / 6), Math.min(30, seconds / 60));
  }

  /**
   * Meters, threads and classes are created when something happens for the first time. So this lets
   * everything happen once, as far as possible, before the first measurement.
   */
  private static void rehearse(Servers servers, Running caravan, Traffic traffic, Meters meters)
      throws IOException, InterruptedException {
    for (int n = 0; n < WORKERS; n++) {
      meters.count();
    }
    Tally tally = Tally.NONE;
    for (int n = 0; n < REHEARSALS && !tally.isComplete(); n++) {
      tally = tally.plus(play(Slice.REHEARSAL, servers, caravan, traffic));
    }
    meters.count();
  }

  private static Tally play(Slice slice, Servers servers, Running caravan, Traffic traffic)
      throws IOException, InterruptedException {
    servers.begin(ACCOUNT);
    servers.fill(ACCOUNT, 0);
    servers.fill(DEAD_LETTERS, 0);
    Traffic.Round round = traffic.begin();
    servers.behave(LATENCY, IMAGE_BYTES, 0);
    traffic.send(slice.calmSeconds(), slice.perSecond());
    servers.behave(LATENCY, IMAGE_BYTES, CALLS_PER_MINUTE);
    traffic.send(slice.throttledSeconds(), slice.perSecond());
    servers.behave(LATENCY, IMAGE_BYTES, 0);
    traffic.send(slice.calmSeconds(), slice.perSecond());
    traffic.awaitAnswers();
    return settle(servers, caravan, round);
  }

  /** Waits until all prompts are done, and compares the servers' counts with what was sent. */
  private static Tally settle(Servers servers, Running caravan, Traffic.Round round)
      throws IOException, InterruptedException {
    long end = System.nanoTime() + LONGEST_SETTLING.toNanos();
    while (true) {
      caravan.jvm().requireAlive();
      JsonNode counts = servers.counts(ACCOUNT);
      long deadLettered = servers.counts(DEAD_LETTERS).path("waiting").asLong();
      boolean twice =
          counts.path("invokedTwice").asLong() + counts.path("storedTwice").asLong() > 0
              || counts.path("modelCalls").asLong() > round.due();
      boolean lapsed = counts.path("expired").asLong() > 0;
      boolean settled =
          counts.path("deleted").asLong() == round.queued
              && counts.path("stored").asLong() == round.due()
              && counts.path("modelCalls").asLong() == round.due()
              && deadLettered == round.queuedUnusable;
      List<String> wrong = new ArrayList<>();
      if (twice) {
        wrong.add("some prompts were paid for or stored twice");
      }
      if (lapsed) {
        wrong.add("a lease ran out");
      }
      if (!settled && System.nanoTime() > end) {
        wrong.add("some results were still missing after " + LONGEST_SETTLING.toSeconds() + " s");
      }
      if (!wrong.isEmpty()) {
        throw new BenchFailedException(
            "%d messages and %d calls should have made %d results and %d dead letters; %s. Found %d dead letters, %s. Output of the service:%n%s"
                .formatted(
                    round.queued,
                    round.called,
                    round.due(),
                    round.queuedUnusable,
                    String.join(", and ", wrong),
                    deadLettered,
                    counts,
                    caravan.jvm().lastWords()));
      }
      if (settled) {
        return new Tally(
            round.queued,
            round.called,
            round.due(),
            deadLettered,
            round.refused.get(),
            round.turnedAway.get(),
            counts.path("delayed").asLong(),
            counts.path("calls").path("Throttled").asLong());
      }
      TimeUnit.MILLISECONDS.sleep(50);
    }
  }

  private static SoakReport.Moment look(Gauges gauges, long meters, double second, long done) {
    long heap = Long.MAX_VALUE;
    for (int n = 0; n < COLLECTIONS; n++) {
      gauges.collect();
      heap = Math.min(heap, gauges.heapUsed());
    }
    return new SoakReport.Moment(
        second,
        done,
        heap,
        gauges.threads(),
        gauges.handles(),
        meters,
        gauges.rss(),
        gauges.classes());
  }

  /** The names of leaking meters say where the leak is. */
  private void sayFresh(double second, Meters meters) {
    meters
        .fresh()
        .forEach(name -> progress.accept("a new meter after %.0f s: %s".formatted(second, name)));
  }

  private static String line(SoakReport.Moment now) {
    return "%.0f s, %d prompts done: heap after GC %.1f MB, %d threads, %d file handles, %d meters"
        .formatted(
            now.second(), now.done(), now.heap() / 1e6, now.threads(), now.handles(), now.meters());
  }
}
