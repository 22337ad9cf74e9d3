package dev.caravan.web;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.caravan.budget.Budget;
import dev.caravan.failure.Pause;
import dev.caravan.metrics.LastHour;
import dev.caravan.metrics.Meters;
import dev.caravan.metrics.Metric;
import dev.caravan.pace.Lane;
import dev.caravan.pace.Pace;
import dev.caravan.pace.PausedLane;
import dev.caravan.queue.deadletters.SqsConnection;
import java.lang.management.ManagementFactory;
import java.math.BigDecimal;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.Locale;
import java.util.Map;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.sqs.model.QueueAttributeName;

/**
 * What an operator wants to know about this instance, as JSON for {@code GET /operate/state}. The
 * routes, the health and the dead letters have calls of their own.
 */
public final class OperateState {

  private static final ObjectMapper JSON = new ObjectMapper();

  private final Pace pace;
  private final Pause pause;
  private final Budget budget;
  private final String usdPerDay;
  private final Meters meters;
  private final SqsConnection sqs;
  private final String queueUrl;
  private final boolean reloads;
  private final Instant startedAt =
      Instant.ofEpochMilli(ManagementFactory.getRuntimeMXBean().getStartTime());

  /**
   * @param usdPerDay the budget of a day in US dollars; empty for none
   * @param queueUrl of the prompts' queue
   * @param reloads whether this instance answers {@code GET /observe/routes}
   */
  public OperateState(
      Pace pace,
      Pause pause,
      Budget budget,
      String usdPerDay,
      Meters meters,
      SqsConnection sqs,
      String queueUrl,
      boolean reloads) {
    this.pace = pace;
    this.pause = pause;
    this.budget = budget;
    this.usdPerDay = usdPerDay;
    this.meters = meters;
    this.sqs = sqs;
    this.queueUrl = queueUrl;
    this.reloads = reloads;
  }

  /** Asks SQS how many messages wait, so the calling thread must be one that may wait. */
  String json() {
    ObjectNode body = JSON.createObjectNode();
    body.putObject("instance")
        .put("name", name())
        .put("startedAt", startedAt.toString())
        .put("reloads", reloads)
        .put("java", Runtime.version().toString());
    lanes(body);
    queue(body.putObject("queue"));
    if (budget.isSet()) {
      body.putObject("budget")
          .put("usdPerDay", new BigDecimal(usdPerDay))
          .put("used", budget.used());
    }
    ObjectNode hour = body.putObject("lastHour");
    figures(hour.putObject("http"), meters.lastHour(Metric.HTTP_LATENCY));
    figures(hour.putObject("queue"), meters.lastHour(Metric.SENT_TO_STORED));
    return body.toString();
  }

  private static String name() {
    try {
      return InetAddress.getLocalHost().getHostName();
    } catch (UnknownHostException e) {
      return "localhost";
    }
  }

  private void lanes(ObjectNode body) {
    var rows = body.putArray("lanes");
    pace.lanes().stream()
        .sorted(Comparator.comparing(Lane::model).thenComparing(Lane::region))
        .forEach(lane -> lane(rows.addObject(), lane));
  }

  private static void lane(ObjectNode row, Lane lane) {
    row.put("model", lane.model())
        .put("region", lane.region())
        .put("state", lane.state().name().toLowerCase(Locale.ROOT))
        .put("limit", lane.limit())
        .put("inFlight", lane.inFlight())
        .put("waiting", lane.waiting())
        .put("inLine", lane.inLine());
    lane.paused().ifPresent(paused -> paused(row.putObject("paused"), paused));
  }

  private static void paused(ObjectNode row, PausedLane paused) {
    row.put("reason", paused.trouble().reason() == null ? null : paused.trouble().reason().name())
        .put("code", paused.trouble().code())
        .put("message", paused.trouble().message())
        .put("since", paused.since().toString())
        .put("nextProbe", paused.nextProbe().toString());
  }

  private void queue(ObjectNode queue) {
    pause
        .paused()
        .ifPresent(
            paused ->
                queue
                    .putObject("paused")
                    .put("reason", paused.reason().name())
                    .put("detail", paused.detail())
                    .put("since", paused.since().toString()));
    try {
      Map<QueueAttributeName, String> counts =
          sqs.get()
              .getQueueAttributes(
                  get ->
                      get.queueUrl(queueUrl)
                          .attributeNames(
                              QueueAttributeName.APPROXIMATE_NUMBER_OF_MESSAGES,
                              QueueAttributeName.APPROXIMATE_NUMBER_OF_MESSAGES_DELAYED,
                              QueueAttributeName.APPROXIMATE_NUMBER_OF_MESSAGES_NOT_VISIBLE))
              .attributes();
      queue
          .put("waiting", count(counts, QueueAttributeName.APPROXIMATE_NUMBER_OF_MESSAGES))
          .put("delayed", count(counts, QueueAttributeName.APPROXIMATE_NUMBER_OF_MESSAGES_DELAYED))
          .put(
              "received",
              count(counts, QueueAttributeName.APPROXIMATE_NUMBER_OF_MESSAGES_NOT_VISIBLE));
    } catch (SdkException e) {
      queue.put("error", "SQS can't be asked: " + e.getMessage());
    }
  }

  private static long count(Map<QueueAttributeName, String> counts, QueueAttributeName name) {
    return Long.parseLong(counts.getOrDefault(name, "0"));
  }

  private static void figures(ObjectNode row, LastHour hour) {
    LastHour.Figures figures = hour.figures();
    row.put("count", figures.count())
        .put("p50Ms", millis(figures.p50()))
        .put("p95Ms", millis(figures.p95()))
        .put("p99Ms", millis(figures.p99()));
  }

  private static Long millis(Duration time) {
    return time == null ? null : time.toMillis();
  }
}
