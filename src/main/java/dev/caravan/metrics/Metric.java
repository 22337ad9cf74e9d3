package dev.caravan.metrics;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/**
 * Every metric there is: its name, its tags and what it says. The table in {@code docs/metrics.md}
 * is written from it, and alarms name what stands here. No tag's value is a caller's text.
 */
public enum Metric {
  HTTP_LATENCY(
      Kind.TIMER,
      true,
      "`POST /generate` answered synchronously. `refused` is a 4xx; 429 is `failed`, as 5xx are.",
      "outcome=ok|refused|failed"),
  SENT_TO_STORED(
      Kind.TIMER, true, "From the sending of a queue message to its generation being done."),
  QUEUE_WAIT(
      Kind.TIMER, true, "From the sending of a queue message to a worker beginning with it."),
  MODEL_CALL(Kind.TIMER, true, "One call of a model.", "model", "outcome=ok|REASON"),
  S3(
      Kind.TIMER,
      false,
      "One call of S3, retries included. 404, 409 and 412 are answers, so they are `ok`.",
      "operation=get|put|list|head",
      "outcome=ok|failed"),
  ROUTE(
      Kind.TIMER,
      false,
      "One passage of a route. `failed`: it met an error that it did not get over.",
      "route",
      "outcome=ok|failed"),

  GENERATIONS(
      Kind.COUNTER,
      true,
      "How prompts ended. `given-back`: the queue gives the message out again. `source` is the"
          + " entrance.",
      "outcome=done|failed|given-back|refused",
      "reason=NONE|REASON",
      "source=http|queue"),
  RETRIES(
      Kind.COUNTER,
      false,
      "Tries after the first, within one receive or request.",
      "reason=REASON"),
  LEASES_LOST(Kind.COUNTER, true, "Messages that SQS gave to others while they were held here."),
  LEASES_LET_GO(Kind.COUNTER, false, "Messages held longer than allowed, and let go."),
  DELETES_FAILED(Kind.COUNTER, false, "Deletes and returns of messages that SQS refused."),
  CLAIMS_CONTENDED(
      Kind.COUNTER, false, "Generations left alone because somebody else worked on them."),
  RELOADS(Kind.COUNTER, false, "Changed routes, taken over or found wrong.", "result=ok|rejected"),
  IMAGES(Kind.COUNTER, false, "Images that models made.", "model"),
  TOKENS(Kind.COUNTER, false, "Tokens of text models.", "model", "direction=input|output"),
  COST_USD(
      Kind.COUNTER,
      true,
      "US dollars, by the catalogue's prices, for calls answered with a result.",
      "model"),

  INFLIGHT(Kind.GAUGE, false, "Prompts in work.", "source=http|queue"),
  PACE_LIMIT(Kind.GAUGE, false, "Calls of a model that may be in flight now.", "model"),
  PACE_INFLIGHT(Kind.GAUGE, false, "Calls of a model that are in flight now.", "model"),
  PAUSED(Kind.GAUGE, true, "1 while the queue is paused, else 0."),
  QUEUE_PLACES(Kind.GAUGE, false, "Places for queue messages.", "state=working|ready|free"),
  BUDGET_USED(Kind.GAUGE, true, "The part of the budget that is spent; absent where none is set.");

  /** What is measured. */
  enum Kind {
    TIMER,
    COUNTER,
    GAUGE;

    String text() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  private final Kind kind;
  private final boolean published;
  private final String meaning;
  private final List<MetricTag> tags;

  Metric(Kind kind, boolean published, String meaning, String... tags) {
    this.kind = kind;
    this.published = published;
    this.meaning = meaning;
    this.tags = Arrays.stream(tags).map(MetricTag::of).toList();
  }

  /** As Micrometer and CloudWatch name it. */
  public String id() {
    return "caravan." + name().toLowerCase(Locale.ROOT).replace('_', '.');
  }

  Kind kind() {
    return kind;
  }

  String meaning() {
    return meaning;
  }

  List<MetricTag> tags() {
    return tags;
  }

  /** True for the metrics that go to CloudWatch too. */
  static boolean isPublished(String id) {
    return Arrays.stream(values()).anyMatch(metric -> metric.published && metric.id().equals(id));
  }

  /** The table in {@code docs/metrics.md}. */
  static String markdown() {
    return Arrays.stream(values())
        .map(
            metric ->
                "| `%s` | %s | %s | %s | %s |"
                    .formatted(
                        metric.id(),
                        metric.kind.text(),
                        metric.tags.stream()
                            .map(MetricTag::markdown)
                            .collect(Collectors.joining("; ")),
                        metric.published ? "yes" : "",
                        metric.meaning))
        .collect(
            Collectors.joining(
                "\n",
                "| metric | kind | tags | CloudWatch | what it is |\n"
                    + "| --- | --- | --- | --- | --- |\n",
                "\n"));
  }
}
