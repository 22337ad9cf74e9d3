package dev.caravan.bench.http;

import dev.caravan.bench.jvm.BenchFailedException;
import dev.caravan.bench.jvm.Gauges;
import dev.caravan.bench.jvm.Servers;
import java.io.IOException;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/** Many callers at once, who all wait for a slow model, while other calls go on. */
final class ManyCallersPhase {

  /** The other calls begin when the callers are in line, because the burst itself takes CPU. */
  private static final Duration UNTIL_OTHERS = Duration.ofSeconds(1);

  /** In addition to the model's time. */
  private static final Duration SPARE = Duration.ofSeconds(60);

  private static final long PROGRESS_SECONDS = 10;

  private final Servers servers;
  private final Caller caller;
  private final Size size;
  private final Consumer<String> progress;

  ManyCallersPhase(Servers servers, Caller caller, Size size, Consumer<String> progress) {
    this.servers = servers;
    this.caller = caller;
    this.size = size;
    this.progress = progress;
  }

  ManyCallers run(Target target) throws IOException, InterruptedException {
    Gauges gauges = target.running().jvm().gauges();
    servers.behave(size.latency(), WarmService.IMAGE_BYTES);
    long rssBefore = gauges.rss();
    gauges.forgetPeak();
    Duration longest = Duration.ofMillis((long) (size.waitSeconds() * 1_000)).plus(SPARE);
    Tally waiting = new Tally(200);
    CountDownLatch left = new CountDownLatch(size.callers());
    long begun = System.nanoTime();
    for (int n = 0; n < size.callers(); n++) {
      caller
          .send(
              Request.generate(target.port(), target.nextNumber(), Map.of()),
              System.nanoTime(),
              longest)
          .onSuccess(waiting::add)
          .onComplete(over -> left.countDown());
    }
    left.await(
        Math.min(UNTIL_OTHERS.toMillis(), size.latency().toMillis() / 2), TimeUnit.MILLISECONDS);
    Bystanders others = new Bystanders(caller, target, size.rate());
    await(left, begun, longest, target);
    double seconds = (System.nanoTime() - begun) / 1e9;
    Map<Kind, Answers> meanwhile = others.stop();
    return new ManyCallers(
        waiting.answers(),
        seconds,
        servers.counts(target.account()).path("mostModelCallsAtOnce").asInt(),
        rssBefore,
        gauges.peakRss(),
        meanwhile);
  }

  private void await(CountDownLatch left, long begun, Duration longest, Target target)
      throws IOException, InterruptedException {
    while (!left.await(PROGRESS_SECONDS, TimeUnit.SECONDS)) {
      long seconds = (System.nanoTime() - begun) / 1_000_000_000;
      progress.accept(
          "%d s: %d of %d callers answered"
              .formatted(seconds, size.callers() - left.getCount(), size.callers()));
      target.running().jvm().requireAlive();
      // A connection and an answer may each take the longest time.
      if (seconds > 2 * longest.toSeconds() + PROGRESS_SECONDS) {
        throw new BenchFailedException(
            left.getCount() + " callers were neither answered nor given up in time.");
      }
    }
  }
}
