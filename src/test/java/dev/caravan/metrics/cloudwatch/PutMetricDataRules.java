package dev.caravan.metrics.cloudwatch;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/**
 * The rules by which CloudWatch refuses data, and some of our own.
 *
 * @see <a
 *     href="https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/API_PutMetricData.html">
 *     PutMetricData</a>
 */
final class PutMetricDataRules {

  private static final int MOST_BYTES = 1_000_000;
  private static final double LARGEST = Math.pow(2, 360);

  private final List<String> complaints = new ArrayList<>();

  static List<String> check(JsonNode request, int bytes, Instant now) {
    PutMetricDataRules rules = new PutMetricDataRules();
    rules.request(request, bytes);
    request.path("MetricData").forEach(datum -> rules.datum(datum, now));
    return rules.complaints;
  }

  private void request(JsonNode request, int bytes) {
    require(bytes <= MOST_BYTES, "the request has " + bytes + " bytes");
    require(
        request.path("Namespace").asText().matches("[A-Za-z0-9._/#:-]{1,255}"),
        "the namespace is " + request.path("Namespace"));
    int size = request.path("MetricData").size();
    require(size >= 1 && size <= 1000, "there are " + size + " data");
  }

  private void datum(JsonNode datum, Instant now) {
    require(datum.path("MetricName").asText().matches("\\p{ASCII}{1,255}"), "a name is not one");
    require(datum.path("Dimensions").size() <= 30, "a datum has more than 30 dimensions");
    for (JsonNode dimension : datum.path("Dimensions")) {
      require(
          dimension.path("Name").asText().matches("[\\p{ASCII}&&[^:]][\\p{ASCII}]{0,254}"),
          "a dimension's name is " + dimension.path("Name"));
      require(
          dimension.path("Value").asText().matches("\\p{ASCII}{1,1024}")
              && !dimension.path("Value").asText().isBlank(),
          "a dimension's value is " + dimension.path("Value"));
    }
    Instant at = Instant.ofEpochMilli(Math.round(datum.path("Timestamp").asDouble() * 1000));
    require(
        at.isAfter(now.minus(Duration.ofDays(14))) && at.isBefore(now.plus(Duration.ofHours(2))),
        "a datum is of " + at + ", and now it is " + now);
    require(at.getEpochSecond() % 60 == 0 && at.getNano() == 0, "no whole minute: " + at);
    values(datum);
  }

  private void values(JsonNode datum) {
    require(datum.has("Value") != datum.has("Values"), "neither Value nor Values, or both");
    int values = datum.path("Values").size();
    require(values <= 150, "a datum has " + values + " values");
    require(values == datum.path("Counts").size(), "there are not as many counts as values");
    datum.path("Values").forEach(value -> number(value.asDouble()));
    datum
        .path("Counts")
        .forEach(count -> require(count.asDouble() > 0, "a count is " + count.asDouble()));
    number(datum.path("Value").asDouble());
  }

  private void number(double value) {
    require(Double.isFinite(value) && Math.abs(value) <= LARGEST, "a value is " + value);
    // With one negative value, CloudWatch computes no percentiles of the metric.
    require(value >= 0, "a value is " + value);
  }

  private void require(boolean right, String complaint) {
    if (!right) {
      complaints.add(complaint);
    }
  }
}
