package dev.caravan.metrics;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/**
 * Every metric, with its name, tags and meaning. The table in {@code docs/metrics.md} is generated
 * from this list, and alarms use these names. No tag contains text from a caller.
 */
public enum Metric {
  HTTP_LATENCY(
      Kind.TIMER,
      true,
      "Time to answer a synchronous `POST /generate`, with the time in line. `refused`: 4xx except"
          + " 429. `failed`: 429 or 5xx.",
      "outcome=ok|refused|failed"),
  SENT_TO_STORED(
      Kind.TIMER, true, "Time from sending a queue message until its generation is done."),
  QUEUE_WAIT(Kind.TIMER, true, "Time from sending a queue message until a worker starts it."),
  MODEL_CALL(Kind.TIMER, true, "One model call.", "model", "outcome=ok|REASON"),
  S3(
      Kind.TIMER,
      false,
      "One S3 call, including its retries. 404, 409 and 412 are answers, so they count as `ok`.",
      "operation=get|put|list|head",
      "outcome=ok|failed"),
  ROUTE(
      Kind.TIMER,
      false,
      "One exchange's time in a route. `failed`: the route ended with an error that it did not"
          + " handle.",
      "route",
      "outcome=ok|failed"),

  GENERATIONS(
      Kind.COUNTER,
      true,
      "How prompts ended. `given-back`: the attempt failed, and the message will be tried again."
          + " `cancelled`: a caller took the prompt back while it waited. `source` is the"
          + " entrance.",
      "outcome=cancelled|done|failed|given-back|refused",
      "reason=NONE|REASON",
      "source=http|queue"),
  RETRIES(
      Kind.COUNTER,
      false,
      "Retries: tries after the first, within one receive or request.",
      "reason=REASON"),
  LEASES_LOST(
      Kind.COUNTER,
      true,
      "Messages that SQS delivered to another consumer while this instance held them."),
  LEASES_LET_GO(
      Kind.COUNTER,
      false,
      "Messages that were released because they were held longer than allowed."),
  DELETES_FAILED(Kind.COUNTER, false, "Deletes and returns of messages that SQS rejected."),
  CLAIMS_CONTENDED(
      Kind.COUNTER, false, "Generations skipped because another worker had claimed them."),
  RELOADS(
      Kind.COUNTER,
      false,
      "Changes to the routes that were loaded (`ok`) or had faults (`rejected`).",
      "result=ok|rejected"),
  ROUTES_REJECTED(
      Kind.GAUGE,
      true,
      "1 while this instance can't use the active route set, or the first instance could not;"
          + " otherwise 0. Absent without `CARAVAN_ROUTES=s3://…`."),
  IMAGES(Kind.COUNTER, false, "Images that models returned.", "model"),
  TOKENS(
      Kind.COUNTER, false, "Tokens that text models reported.", "model", "direction=input|output"),
  COST_USD(
      Kind.COUNTER,
      true,
      "Cost in US dollars of all answers, also of those without a result, at the catalogue's"
          + " prices.",
      "model"),

  INFLIGHT(Kind.GAUGE, false, "Prompts in progress.", "source=http|queue"),
  HTTP_CONNECTIONS(Kind.GAUGE, false, "Open connections of HTTP clients.", "port=api|management"),
  MEMORY_USED(
      Kind.GAUGE,
      false,
      "Bytes of the heap that are taken: by answers of models until their results are stored, by"
          + " requests that have not arrived completely, by parts of contents that clients have not"
          + " taken, and by small versions of pictures.",
      "by=answers|requests|downloads|thumbnails"),
  MEMORY_LIMIT(
      Kind.GAUGE,
      false,
      "The most bytes that `caravan.memory.used` may have.",
      "by=answers|requests|downloads|thumbnails"),
  PACE_LIMIT(Kind.GAUGE, false, "Model calls that may be in flight now.", "model"),
  PACE_INFLIGHT(Kind.GAUGE, false, "Model calls that are in flight, or begin next.", "model"),
  PACE_LINE(Kind.GAUGE, false, "Callers by HTTP that wait in line for a model call.", "model"),
  PACE_LIMITED(
      Kind.GAUGE,
      true,
      "1 while a model throttles or is paused, or the queue is paused, so that more instances would"
          + " not get more answers; otherwise 0."),
  PACE_WAIT(
      Kind.TIMER,
      false,
      "How long a caller by HTTP waited in line. `left`: it closed its connection. `ended`: its"
          + " record answered it, the model was paused, or the service stopped.",
      "model",
      "outcome=admitted|left|ended"),
  PAUSED(
      Kind.GAUGE,
      true,
      "1 while prompts for the model wait, because it can't be used or is down; otherwise 0."
          + " `any`: 1 while the whole queue or any model is paused.",
      "model"),
  QUEUE_PLACES(
      Kind.GAUGE, false, "Places for queue messages, by state.", "state=working|ready|free"),
  BUDGET_USED(
      Kind.GAUGE, true, "Part of the day's budget that is spent; absent if no budget is set.");

  /** How the metric is measured. */
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

  /** The name in Micrometer and CloudWatch. */
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

  /** True for metrics that Caravan also publishes to CloudWatch. */
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
                "| metric | kind | tags | CloudWatch | meaning |\n"
                    + "| --- | --- | --- | --- | --- |\n",
                "\n"));
  }
}
