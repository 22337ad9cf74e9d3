package dev.caravan.metrics.cloudwatch;

import software.amazon.awssdk.services.cloudwatch.model.MetricDatum;

/** Upper bound for the bytes of a datum in a request, whatever the protocol. */
final class DatumSize {

  /** A value with its count, and a datum without names, as the CloudWatch agent estimates them. */
  private static final int PER_VALUE = 104;

  private static final int PER_DATUM = 200;
  private static final int PER_DIMENSION = 100;

  /** One character of a name, escaped. */
  private static final int PER_CHARACTER = 3;

  private DatumSize() {}

  static int of(MetricDatum datum) {
    int names =
        datum.dimensions().stream()
            .mapToInt(
                dimension ->
                    PER_DIMENSION
                        + PER_CHARACTER * (dimension.name().length() + dimension.value().length()))
            .sum();
    return PER_DATUM
        + PER_CHARACTER * datum.metricName().length()
        + names
        + PER_VALUE * Math.max(1, datum.values().size());
  }
}
