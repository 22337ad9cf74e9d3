package dev.caravan.metrics;

import dev.caravan.generation.Reason;
import dev.caravan.generation.Source;
import java.util.stream.Stream;

/** The number of attempts that ended with a bug, in a route or in Caravan. */
public final class UnexpectedFailures {

  private final Meters meters;

  public UnexpectedFailures(Meters meters) {
    this.meters = meters;
  }

  public double count() {
    return Stream.of("failed", "given-back", "refused")
        .flatMap(outcome -> Stream.of(Source.values()).map(source -> count(outcome, source)))
        .mapToDouble(Double::doubleValue)
        .sum();
  }

  private double count(String outcome, Source source) {
    return meters.counted(Metric.GENERATIONS, outcome, Reason.UNEXPECTED.name(), source.text());
  }
}
