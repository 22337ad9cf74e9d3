package dev.caravan.metrics;

import dev.caravan.failure.FailureTable;
import dev.caravan.generation.Reason;
import dev.caravan.generation.Source;
import java.time.Duration;
import java.util.Locale;

/** Measures callers by HTTP before their exchange begins. */
public final class CallerWaits {

  /** How a wait in line ended. */
  public enum End {
    /** The caller got a place. */
    ADMITTED,
    /** The caller closed its connection. */
    LEFT,
    /** The caller was answered without a model call, or its model was paused. */
    ENDED;

    String text() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  private final Meters meters;
  private final PaceGauges gauges;

  public CallerWaits(Meters meters, PaceGauges gauges) {
    this.meters = meters;
    this.gauges = gauges;
  }

  /** A caller waits in line from now on. */
  public void began(String model) {
    gauges.show(model);
  }

  public void waited(String model, End end, Duration time) {
    meters.timer(Metric.PACE_WAIT, model, end.text()).record(time);
  }

  /** A caller was refused at once, because its model takes no more calls. */
  public void refused() {
    meters.timer(Metric.HTTP_LATENCY, "failed").record(Duration.ZERO);
    meters
        .counter(
            Metric.GENERATIONS,
            FailureTable.of(Reason.THROTTLED).outcome().text(),
            Reason.THROTTLED.name(),
            Source.HTTP.text())
        .increment();
  }
}
