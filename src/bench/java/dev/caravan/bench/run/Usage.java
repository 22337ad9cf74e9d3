package dev.caravan.bench.run;

import dev.caravan.bench.jvm.Gauges;
import dev.caravan.bench.result.Memory;
import java.time.Duration;

/** What a process uses between two moments. */
final class Usage {

  private final Gauges gauges;
  private final Duration cpu;
  private final long allocated;

  private Usage(Gauges gauges) {
    this.gauges = gauges;
    gauges.forgetPeak();
    this.allocated = gauges.allocated();
    this.cpu = gauges.cpu();
  }

  static Usage from(Gauges gauges) {
    return new Usage(gauges);
  }

  double cpuSeconds() {
    return gauges.cpu().minus(cpu).toMillis() / 1_000.0;
  }

  long allocatedBytes() {
    return gauges.allocated() - allocated;
  }

  long peakRss() {
    return gauges.peakRss();
  }

  /** The resident memory now, by its kind. */
  Memory memory() {
    return new Memory(gauges.anonymousRss(), gauges.fileRss());
  }
}
