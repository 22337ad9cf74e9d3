package dev.caravan.bench.http;

import dev.caravan.bench.jvm.BenchFailedException;
import dev.caravan.bench.jvm.Servers;
import java.io.IOException;
import java.net.URI;
import java.net.URLConnection;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;

/**
 * Callers take all places of a model and of its line. More callers come at a steady rate, and each
 * of them should be refused at once.
 */
final class RefusalsPhase {

  /**
   * For the callers to arrive, and for the last answers, in addition to twice the time measured.
   */
  private static final Duration SPARE = Duration.ofSeconds(4);

  private static final int LONGEST_READ_MILLIS = 5_000;

  private final Servers servers;
  private final Caller caller;
  private final Size size;
  private final Consumer<String> progress;

  RefusalsPhase(Servers servers, Caller caller, Size size, Consumer<String> progress) {
    this.servers = servers;
    this.caller = caller;
    this.size = size;
    this.progress = progress;
  }

  Refusals run(Target target) throws IOException, InterruptedException {
    Duration measuring = Duration.ofMillis((long) (size.refusalSeconds() * 1_000));
    Duration held = measuring.multipliedBy(2).plus(SPARE);
    servers.behave(held, WarmService.IMAGE_BYTES);
    // The line takes as many callers as the model takes calls.
    int holding = 2 * size.paceMax();
    CountDownLatch left = new CountDownLatch(holding);
    for (int n = 0; n < holding; n++) {
      caller
          .send(
              Request.generate(target.port(), target.nextNumber(), Map.of()),
              System.nanoTime(),
              held.multipliedBy(3))
          .onComplete(over -> left.countDown());
    }
    awaitFull(target, held.minus(measuring).dividedBy(2));
    progress.accept(holding + " callers hold all places; more callers come now");
    Tally tally = new Tally(429);
    AtomicLong withRetryAfter = new AtomicLong();
    SteadyCalls extra =
        SteadyCalls.start(
            caller,
            size.refusalRate(),
            n ->
                new SteadyCalls.Call(
                    Request.generate(target.port(), target.nextNumber(), Map.of()),
                    answer -> {
                      tally.add(answer);
                      if (answer.status() == 429 && answer.hasRetryAfter()) {
                        withRetryAfter.incrementAndGet();
                      }
                    }));
    TimeUnit.NANOSECONDS.sleep(measuring.toNanos());
    extra.stop();
    // The callers in line get a model that takes no time.
    servers.behave(Duration.ZERO, WarmService.IMAGE_BYTES);
    if (!left.await(held.multipliedBy(6).toSeconds(), TimeUnit.SECONDS)) {
      throw new BenchFailedException(
          left.getCount() + " callers in line were neither answered nor given up in time.");
    }
    return new Refusals(holding, tally.answers(), withRetryAfter.get());
  }

  private void awaitFull(Target target, Duration longest) throws IOException, InterruptedException {
    long end = System.nanoTime() + longest.toNanos();
    while (true) {
      int calls = servers.counts(target.account()).path("modelCallsInProgress").asInt();
      double inLine = inLine(target);
      if (calls >= size.paceMax() && inLine >= size.paceMax()) {
        return;
      }
      if (System.nanoTime() > end) {
        throw new BenchFailedException(
            "The model has %d calls in progress and %.0f callers in line; %d of each are needed before callers can be refused."
                .formatted(calls, inLine, size.paceMax()));
      }
      TimeUnit.MILLISECONDS.sleep(50);
    }
  }

  /** Callers in line, as the service reports them. */
  private static double inLine(Target target) throws IOException {
    URI metrics = URI.create("http://127.0.0.1:" + target.managementPort() + "/observe/metrics");
    URLConnection connection = metrics.toURL().openConnection();
    connection.setConnectTimeout(LONGEST_READ_MILLIS);
    connection.setReadTimeout(LONGEST_READ_MILLIS);
    try (var answer = connection.getInputStream()) {
      return new String(answer.readAllBytes(), StandardCharsets.UTF_8)
          .lines()
          .filter(line -> line.startsWith("caravan_pace_line{"))
          .mapToDouble(line -> Double.parseDouble(line.substring(line.lastIndexOf(' ') + 1)))
          .sum();
    }
  }
}
