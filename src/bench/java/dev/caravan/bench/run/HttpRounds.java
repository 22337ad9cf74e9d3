package dev.caravan.bench.run;

import com.fasterxml.jackson.databind.JsonNode;
import dev.caravan.bench.jvm.Servers;
import dev.caravan.bench.load.Answered;
import dev.caravan.bench.load.Callers;
import dev.caravan.bench.result.Memory;
import dev.caravan.bench.result.Percentiles;
import dev.caravan.bench.result.Sample;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Rounds of HTTP calls: as fast as possible, and then at half of that rate to measure latencies.
 */
public final class HttpRounds implements AutoCloseable {

  /** Fewer calls than Caravan's pace allows at first, so that no call is rejected. */
  public static final int CALLERS = 16;

  /** The length of the part that measures latencies, relative to the part at full speed. */
  static final double STEADY = 0.5;

  private final Servers servers;
  private final Callers callers = new Callers();
  private final AtomicInteger rounds = new AtomicInteger();

  public HttpRounds(Servers servers) {
    this.servers = servers;
  }

  /**
   * @return prompts a second
   */
  public double warmUp(Running running, double seconds) {
    begin(running);
    return callers.closedLoop(running.port(), marker(running), CALLERS, seconds).size() / seconds;
  }

  public Sample measure(Running running, double seconds) {
    begin(running);
    Usage usage = Usage.from(running.jvm().gauges());
    int fast = callers.closedLoop(running.port(), marker(running), CALLERS, seconds).size();
    double cpu = usage.cpuSeconds();
    long allocated = usage.allocatedBytes();
    Calls calls = new Calls(servers.counts(running.contestant().account()));
    Memory memory = usage.memory();
    long done = calls.of("InvokeModel");
    double perSecond = fast / seconds;

    begin(running);
    List<Answered> steady =
        callers.openLoop(running.port(), marker(running), perSecond / 2, seconds * STEADY);
    Map<String, Long> served = served(running.contestant().account());
    return new Sample(
        fast,
        perSecond,
        Percentiles.ofMicros(
            steady.stream()
                .mapToLong(
                    call ->
                        call.micros()
                            - served.getOrDefault(call.id(), 0L)
                            - served.getOrDefault(number(call), 0L))),
        Percentiles.ofMicros(steady.stream().mapToLong(Answered::micros)),
        (double) calls.sqs() / done,
        (double) calls.s3() / done,
        cpu * 1_000 / done,
        (double) allocated / done,
        usage.peakRss(),
        memory,
        (int) calls.paidTwice());
  }

  private void begin(Running running) {
    servers.begin(running.contestant().account());
  }

  private String marker(Running running) {
    return running.contestant().account() + "-h" + rounds.incrementAndGet();
  }

  /** The number by which Bedrock knows the call: the marker without the account. */
  private static String number(Answered call) {
    return call.marker().substring(call.marker().indexOf('-') + 1);
  }

  /** The servers' time in microseconds, by generation and by number. */
  private Map<String, Long> served(String account) {
    Map<String, Long> served = new HashMap<>();
    for (JsonNode journey : servers.journeys(account)) {
      served.put(journey.get(0).asText(), journey.get(1).asLong());
    }
    return served;
  }

  @Override
  public void close() {
    callers.close();
  }
}
