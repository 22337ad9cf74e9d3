package dev.caravan.metrics.cloudwatch;

import io.micrometer.core.instrument.Clock;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.Timer;
import io.micrometer.core.instrument.config.NamingConvention;
import io.micrometer.core.instrument.distribution.DistributionStatisticConfig;
import io.micrometer.core.instrument.distribution.pause.PauseDetector;
import io.micrometer.core.instrument.step.StepMeterRegistry;
import io.micrometer.core.instrument.step.StepRegistryConfig;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;

/**
 * Puts the meters' values of each minute into the {@link Outbox}: timers as distributions, counters
 * as increases, gauges as their current values. All instances use the same minutes and no datum
 * names an instance, so a percentile in CloudWatch covers all requests of the fleet.
 */
final class CloudWatchRegistry extends StepMeterRegistry {

  static final Duration MINUTE = Duration.ofMinutes(1);

  private static final StepRegistryConfig CONFIG =
      new StepRegistryConfig() {
        @Override
        public String prefix() {
          return "cloudwatch";
        }

        @Override
        public String get(String key) {
          return null;
        }
      };

  private final Outbox outbox;
  private final Map<Meter.Id, Increase> increases = new ConcurrentHashMap<>();
  private Instant minute;

  CloudWatchRegistry(Outbox outbox, Clock clock) {
    super(CONFIG, clock);
    this.outbox = outbox;
    this.minute = minuteNow();
    // The names are the documented ones, because alarms must use them exactly.
    config().namingConvention(NamingConvention.identity);
    // If a meter is removed, its last counts are still published.
    config().onMeterRemoved(this::closeMeter);
  }

  /** Closes the minute that has ended; does nothing before its end. */
  synchronized void endMinute() {
    Instant now = minuteNow();
    if (!now.equals(minute)) {
      publish();
      minute = now;
    }
  }

  /** Closes the current minute early; Micrometer calls this when the registry is closed. */
  @Override
  protected synchronized void publish() {
    MinuteData data = new MinuteData(minute);
    getMeters().forEach(meter -> read(meter, data));
    outbox.add(data.data());
  }

  private synchronized void closeMeter(Meter meter) {
    MinuteData data = new MinuteData(minute);
    read(meter, data);
    increases.remove(meter.getId());
    outbox.add(data.data());
  }

  private void read(Meter meter, MinuteData data) {
    Meter.Id id = meter.getId();
    if (meter instanceof DistributionTimer timer) {
      data.add(id, timer.drain());
    } else if (meter instanceof Counter || meter instanceof FunctionCounter) {
      data.addIncrease(id, increases.get(id).next());
    } else if (meter instanceof Gauge gauge) {
      data.addGauge(id, gauge.value());
    }
  }

  @Override
  protected Timer newTimer(
      Meter.Id id, DistributionStatisticConfig distribution, PauseDetector pauses) {
    return new DistributionTimer(id, clock);
  }

  @Override
  protected Counter newCounter(Meter.Id id) {
    Counter counter = new RunningCounter(id);
    increases.put(id, new Increase(counter::count));
    return counter;
  }

  @Override
  protected <T> FunctionCounter newFunctionCounter(
      Meter.Id id, T of, java.util.function.ToDoubleFunction<T> total) {
    FunctionCounter counter =
        new io.micrometer.core.instrument.cumulative.CumulativeFunctionCounter<>(id, of, total);
    increases.put(id, new Increase(counter::count));
    return counter;
  }

  @Override
  protected TimeUnit getBaseTimeUnit() {
    return TimeUnit.MILLISECONDS;
  }

  private Instant minuteNow() {
    long millis = clock.wallTime();
    return Instant.ofEpochMilli(millis - Math.floorMod(millis, MINUTE.toMillis()));
  }
}
