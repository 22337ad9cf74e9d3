package dev.caravan.bench.http;

import dev.caravan.bench.http.hostile.Attack;
import dev.caravan.bench.http.hostile.Attacked;
import dev.caravan.bench.http.hostile.HostileProcess;
import dev.caravan.bench.jvm.BenchFailedException;
import dev.caravan.bench.jvm.ClassPaths;
import dev.caravan.bench.jvm.Gauges;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/**
 * A client opens thousands of connections and does not finish its requests, or sends none, while
 * normal callers continue.
 */
final class HostilePhase {

  /** The attacks of each process, so that neither needs more descriptors than the service. */
  private static final List<List<Attack>> PROCESSES =
      List.of(
          List.of(Attack.HALF_HEADERS, Attack.HALF_BODY),
          List.of(Attack.SILENT, Attack.KEPT_ALIVE));

  /** Descriptors of a JVM besides those of its connections. */
  private static final int OTHER_DESCRIPTORS = 200;

  /** For a process to start and to report. */
  private static final double SPARE_SECONDS = 30;

  private static final int PROGRESS_SECONDS = 10;

  private final Path java;
  private final ClassPaths paths;
  private final Caller caller;
  private final Size size;
  private final Consumer<String> progress;

  HostilePhase(Path java, ClassPaths paths, Caller caller, Size size, Consumer<String> progress) {
    this.java = java;
    this.paths = paths;
    this.caller = caller;
    this.size = size;
    this.progress = progress;
  }

  Hostile run(Target target) throws IOException, InterruptedException {
    Gauges gauges = target.running().jvm().gauges();
    requireDescriptors(gauges);
    Bystanders others = new Bystanders(caller, target, size.rate());
    TimeUnit.MILLISECONDS.sleep((long) (size.warmUp().sliceSeconds() * 1_000));
    long rssBefore = gauges.rss();
    gauges.forgetPeak();
    long begun = System.nanoTime();
    List<HostileProcess> processes = new ArrayList<>();
    try {
      for (List<Attack> attacks : PROCESSES) {
        processes.add(
            HostileProcess.start(
                java,
                paths,
                target.port(),
                attacks,
                size.connections(),
                size.addresses(),
                size.openingRate() / PROCESSES.size(),
                size.hostileSeconds()));
      }
      Watch watch = watch(gauges, processes, begun);
      List<Attacked> attacked = new ArrayList<>();
      for (HostileProcess process : processes) {
        attacked.addAll(process.outcomes());
      }
      Map<Kind, Answers> meanwhile = others.stop();
      return new Hostile(
          attacked,
          watch.seconds(),
          rssBefore,
          watch.peakRss(),
          watch.mostDescriptors(),
          watch.descriptorLimit(),
          target.running().jvm().isAlive(),
          meanwhile);
    } finally {
      processes.forEach(HostileProcess::close);
    }
  }

  /** The processes inherit the limit of this one, which is the service's too. */
  private void requireDescriptors(Gauges gauges) {
    long limit = gauges.descriptorLimit();
    int needed = 2 * size.connections() + OTHER_DESCRIPTORS;
    if (limit > 0 && limit < needed) {
      throw new BenchFailedException(
          "A process may have %d descriptors (ulimit -n), but a hostile client needs %d. Raise the limit, or set --connections to %d or less."
              .formatted(limit, needed, 2 * (limit - OTHER_DESCRIPTORS)));
    }
  }

  private record Watch(double seconds, long peakRss, long mostDescriptors, long descriptorLimit) {}

  /** Watches the service until the hostile clients have ended. The service may end before them. */
  private Watch watch(Gauges gauges, List<HostileProcess> processes, long begun)
      throws InterruptedException {
    long limit = gauges.descriptorLimit();
    long most = 0;
    long peak = 0;
    double seconds = 0;
    for (int n = 1; !areOver(processes); n++) {
      seconds = (System.nanoTime() - begun) / 1e9;
      most = Math.max(most, gauges.descriptors());
      peak = Math.max(peak, gauges.peakRss());
      if (n % PROGRESS_SECONDS == 0) {
        progress.accept(
            "%.0f s: the service has %d descriptors open and %.0f MB of resident memory"
                .formatted(seconds, gauges.descriptors(), gauges.rss() / 1e6));
      }
      if (seconds > size.hostileSeconds() + SPARE_SECONDS) {
        throw new BenchFailedException("A hostile client did not end in time.");
      }
    }
    return new Watch(
        (System.nanoTime() - begun) / 1e9, Math.max(peak, gauges.peakRss()), most, limit);
  }

  /** Takes about a second, unless all are over. */
  private static boolean areOver(List<HostileProcess> processes) throws InterruptedException {
    long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(1);
    for (HostileProcess process : processes) {
      if (!process.isOver(Math.max(0, end - System.nanoTime()), TimeUnit.NANOSECONDS)) {
        return false;
      }
    }
    return true;
  }
}
