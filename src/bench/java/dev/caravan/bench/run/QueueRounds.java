package dev.caravan.bench.run;

import com.fasterxml.jackson.databind.JsonNode;
import dev.caravan.bench.jvm.BenchFailedException;
import dev.caravan.bench.jvm.Servers;
import dev.caravan.bench.result.Memory;
import dev.caravan.bench.result.Percentiles;
import dev.caravan.bench.result.Sample;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.stream.StreamSupport;

/**
 * Rounds that drain a queue: all messages are in it from the start, and the last result ends the
 * round.
 */
public final class QueueRounds {

  private static final Duration LONGEST = Duration.ofMinutes(15);

  private final Servers servers;

  public QueueRounds(Servers servers) {
    this.servers = servers;
  }

  /**
   * @throws BenchFailedException if a prompt was lost or processed twice, or less was stored than
   *     the contestant says
   */
  public Sample drain(Running running, int prompts, int imageBytes)
      throws IOException, InterruptedException {
    String account = running.contestant().account();
    servers.begin(account);
    Usage usage = Usage.from(running.jvm().gauges());
    servers.fill(account, prompts);
    Calls calls = awaitEmpty(running, prompts);
    double cpu = usage.cpuSeconds();
    long allocated = usage.allocatedBytes();
    Memory memory = usage.memory();
    String complaint = calls.complaint(prompts, running.contestant().mayPayTwice(prompts));
    if (complaint.isEmpty()) {
      complaint = running.contestant().objects().complaint(calls, prompts, imageBytes);
    }
    if (!complaint.isEmpty()) {
      throw new BenchFailedException(
          "%s: %s. Its output:%n%s"
              .formatted(running.contestant().title(), complaint, running.jvm().lastWords()));
    }
    return new Sample(
        prompts,
        prompts / calls.drainSeconds(),
        Percentiles.ofMicros(
            StreamSupport.stream(servers.journeys(account).spliterator(), false)
                .mapToLong(journey -> journey.get(2).asLong())),
        null,
        (double) calls.sqs() / prompts,
        (double) calls.s3() / prompts,
        cpu * 1_000 / prompts,
        (double) allocated / prompts,
        usage.peakRss(),
        memory,
        (int) calls.paidTwice());
  }

  private Calls awaitEmpty(Running running, int prompts) throws IOException, InterruptedException {
    long end = System.nanoTime() + LONGEST.toNanos();
    JsonNode counts;
    do {
      TimeUnit.MILLISECONDS.sleep(100);
      running.jvm().requireAlive();
      counts = servers.counts(running.contestant().account());
      if (System.nanoTime() > end) {
        throw new BenchFailedException(
            "%s did not drain its queue in %d minutes: %s. Its output:%n%s"
                .formatted(
                    running.contestant().title(),
                    LONGEST.toMinutes(),
                    counts,
                    running.jvm().lastWords()));
      }
    } while (counts.path("deleted").asInt() < prompts);
    return new Calls(counts);
  }
}
