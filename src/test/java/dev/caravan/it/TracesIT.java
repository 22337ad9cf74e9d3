package dev.caravan.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;
import static org.awaitility.Awaitility.await;

import dev.caravan.cli.Service;
import dev.caravan.it.RunningCaravan.Running;
import dev.caravan.tracing.CollectedSpan;
import dev.caravan.tracing.LocalCollector;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.ExtendWith;
import software.amazon.awssdk.services.sqs.SqsClient;
import software.amazon.awssdk.services.sqs.model.MessageAttributeValue;

/** The spans that a collector gets from a service with its own queue. */
@ExtendWith(RunningCaravan.class)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class TracesIT {

  private static final String SECRET = "a fjord that nobody may know of";
  private static final String MODEL = "amazon.nova-lite-v1:0";
  private static final String PROMPT =
      "{\"prompt\":\"" + SECRET + "\",\"model\":\"" + MODEL + "\"}";
  private static final String CALLER = "00f067aa0ba902b7";

  private final String trace = UUID.randomUUID().toString().replace("-", "");
  private LocalCollector collector;
  private SqsClient sqs;
  private String queue;
  private Service service;
  private Api api;

  @BeforeAll
  void start(Running caravan) throws Exception {
    collector = LocalCollector.start();
    sqs = caravan.aws().sqsClient();
    queue = newQueue();
    service = serve(caravan, queue, Map.of("otel.exporter.otlp.endpoint", collector.endpoint()));
    api = new Api(service.httpPort());
  }

  @AfterAll
  void stop() {
    service.close();
    sqs.close();
    collector.close();
  }

  @Test
  void an_asynchronous_prompt_is_one_trace_from_its_caller_to_its_result() {
    String id = generate(trace, "Prefer", "respond-async");

    CollectedSpan post = child(CALLER, "SERVER", "POST /generate");
    CollectedSpan send = child(post.id(), "PRODUCER", "send " + queueName());
    CollectedSpan process = child(send.id(), "CONSUMER", "process " + queueName());
    CollectedSpan claim = child(process.id(), "INTERNAL", "claim");
    CollectedSpan invoke = child(process.id(), "INTERNAL", "invoke");
    CollectedSpan store = child(process.id(), "INTERNAL", "store");
    // It reads the record again if the sender has just changed it.
    assertThat(collector.spans(trace))
        .filteredOn(span -> span.parentId().equals(claim.id()))
        .extracting(CollectedSpan::name, CollectedSpan::kind)
        .contains(tuple("S3.GetObject", "CLIENT"), tuple("S3.PutObject", "CLIENT"));
    CollectedSpan model = child(invoke.id(), "CLIENT", "BedrockRuntime.Converse");
    child(store.id(), "CLIENT", "S3.PutObject");
    child(child(process.id(), "INTERNAL", "record-done").id(), "CLIENT", "S3.PutObject");
    assertThat(post.attributes())
        .containsEntry("http.response.status_code", "202")
        .containsEntry("caravan.generation", id);
    assertThat(process.attributes())
        .containsEntry("messaging.system", "aws_sqs")
        .containsEntry("caravan.generation", id);
    assertThat(model.attributes()).containsEntry("gen_ai.request.model", MODEL);
    assertThat(collector.spans(trace))
        .allSatisfy(
            span -> {
              assertThat(span.service()).isEqualTo("caravan");
              assertThat(span.isFailed()).as(span.name()).isFalse();
            });
    if (Boolean.getBoolean("caravan.trace.print")) {
      print(CALLER, "");
    }
  }

  @Test
  void a_message_from_elsewhere_goes_on_with_its_senders_trace_or_begins_one() {
    String theirs = newTrace();
    send("traceparent", "00-" + theirs + '-' + CALLER + "-01");
    send("traceparent", "00-no-trace-at-all");
    send("CamelTraceparent", "00-" + newTrace() + '-' + CALLER + "-01");

    await().until(() -> processed(theirs).findAny().isPresent());
    assertThat(processed(theirs)).extracting(CollectedSpan::parentId).containsExactly(CALLER);
    await()
        .until(
            () ->
                collector.spans().stream()
                        .filter(span -> span.kind().equals("CONSUMER"))
                        .filter(span -> span.parentId().isEmpty())
                        .filter(span -> !span.isFailed())
                        .count()
                    == 2);
  }

  @Test
  void a_caller_that_does_not_sample_is_not_exported() {
    String silent = newTrace();
    String loud = newTrace();
    api.generate(PROMPT, "traceparent", "00-" + silent + '-' + CALLER + "-00");
    api.generate(PROMPT, "traceparent", "00-" + loud + '-' + CALLER + "-01");

    await().until(() -> spans(loud, "POST /generate").findAny().isPresent());
    assertThat(collector.spans(silent)).isEmpty();
  }

  @Test
  void failures_are_told_by_their_reason_and_no_span_has_a_prompts_text(Running caravan) {
    caravan.bedrockShould("{\"action\":\"block\",\"how\":\"prompt\",\"times\":1}");
    String blocked = newTrace();
    assertThat(api.generate(PROMPT, "traceparent", "00-" + blocked + '-' + CALLER + "-01").status())
        .isEqualTo(422);
    caravan.bedrockShould("{\"action\":\"unavailable\",\"times\":3}");
    String down = newTrace();
    assertThat(api.generate(PROMPT, "traceparent", "00-" + down + '-' + CALLER + "-01").status())
        .isGreaterThanOrEqualTo(500);
    String refused = newTrace();
    send(
        "traceparent",
        "00-" + refused + '-' + CALLER + "-01",
        "{\"prompt\":\"" + SECRET + "\",\"unknown\":1}");

    await().until(() -> processed(refused).findAny().isPresent());
    await().until(() -> spans(down, "POST /generate").findAny().isPresent());
    assertThat(processed(refused)).allSatisfy(span -> assertFailed(span, "INVALID_PROMPT"));
    assertThat(spans(down, "POST /generate"))
        .allSatisfy(span -> assertFailed(span, "MODEL_UNAVAILABLE"));
    assertThat(spans(down, "BedrockRuntime.Converse")).hasSize(3).allMatch(CollectedSpan::isFailed);
    // The caller's error, not Caravan's.
    assertThat(spans(blocked, "POST /generate")).hasSize(1).noneMatch(CollectedSpan::isFailed);
    assertThat(collector.spans())
        .allSatisfy(span -> assertThat(span.raw().toString()).doesNotContain(SECRET, "fjord"));
  }

  @Test
  void the_span_of_a_caller_says_how_long_it_waited_in_line(Running caravan) throws Exception {
    caravan.bedrockShould("{\"action\":\"slow\",\"latency\":2}");
    String first = newTrace();
    String second = newTrace();
    String later = newTrace();
    try (Service one =
        serve(
            caravan,
            newQueue(),
            Map.of("otel.exporter.otlp.endpoint", collector.endpoint()),
            Map.of("caravan.pace.start", "1", "caravan.pace.max", "1"))) {
      Api its = new Api(one.httpPort());
      Thread ahead = new Thread(() -> its.generate(PROMPT, "traceparent", parent(first)));
      ahead.start();
      await().until(() -> caravan.aws().bedrock().inFlight() == 1);
      assertThat(its.generate(PROMPT, "traceparent", parent(second)).status()).isEqualTo(200);
      ahead.join();
      assertThat(
              its.generate(PROMPT, "traceparent", parent(later), "Prefer", "respond-async")
                  .status())
          .isEqualTo(202);
    }

    assertThat(waited(first)).isBetween(0L, 500L);
    assertThat(waited(second)).isBetween(500L, 60_000L);
    // It waited for no place.
    await().until(() -> spans(later, "POST /generate").findAny().isPresent());
    assertThat(spans(later, "POST /generate"))
        .noneMatch(span -> span.attributes().containsKey("caravan.line.wait_ms"));
  }

  private long waited(String trace) {
    await().until(() -> spans(trace, "POST /generate").findAny().isPresent());
    return Long.parseLong(
        spans(trace, "POST /generate")
            .findAny()
            .orElseThrow()
            .attributes()
            .get("caravan.line.wait_ms"));
  }

  private static String parent(String trace) {
    return "00-" + trace + '-' + CALLER + "-01";
  }

  @Test
  void a_prompt_that_ends_during_the_stop_is_exported_to_its_end(Running caravan) {
    caravan.bedrockShould("{\"action\":\"slow\",\"latency\":2}");
    String last = newTrace();
    try (Service stopping =
        serve(caravan, newQueue(), Map.of("otel.exporter.otlp.endpoint", collector.endpoint()))) {
      Api its = new Api(stopping.httpPort());
      Thread caller =
          new Thread(
              () -> its.generate(PROMPT, "traceparent", "00-" + last + '-' + CALLER + "-01"));
      caller.start();
      await().until(() -> caravan.aws().bedrock().inFlight() == 1);
    }

    assertThat(spans(last, "POST /generate")).hasSize(1);
    assertThat(spans(last, "record-done")).hasSize(1);
  }

  @Test
  void a_variable_that_is_wrong_keeps_it_from_starting(Running caravan) {
    assertThatThrownBy(
            () -> serve(caravan, queue, Map.of("otel.traces.exporter", "carrier-pigeon")).close())
        .hasMessageContainingAll("OTEL_TRACES_EXPORTER=otlp", "carrier-pigeon");
  }

  private static void assertFailed(CollectedSpan span, String type) {
    assertThat(span.isFailed()).isTrue();
    assertThat(span.attributes()).containsEntry("error.type", type);
  }

  /** Asks, waits until it is done and its spans are here; its id. */
  private String generate(String trace, String... headers) {
    List<String> all = new java.util.ArrayList<>(List.of(headers));
    all.addAll(List.of("traceparent", "00-" + trace + '-' + CALLER + "-01"));
    String id = api.generate(PROMPT, all.toArray(String[]::new)).json().path("id").asText();
    await().until(() -> processed(trace).findAny().isPresent());
    await().until(() -> spans(trace, "POST /generate").findAny().isPresent());
    return id;
  }

  private CollectedSpan child(String parent, String kind, String name) {
    List<CollectedSpan> found =
        spans(trace, name).filter(span -> span.parentId().equals(parent)).toList();
    assertThat(found).as(name).hasSize(1);
    assertThat(found.get(0).kind()).as(name).isEqualTo(kind);
    return found.get(0);
  }

  private Stream<CollectedSpan> spans(String trace, String name) {
    return collector.spans(trace).stream().filter(span -> span.name().equals(name));
  }

  private Stream<CollectedSpan> processed(String trace) {
    return spans(trace, "process " + queueName());
  }

  private void print(String parent, String indent) {
    collector.spans(trace).stream()
        .filter(span -> span.parentId().equals(parent))
        .sorted(Comparator.comparing(span -> span.raw().getStartTimeUnixNano()))
        .forEach(
            span -> {
              System.out.printf(
                  "%-40s %-9s %5d ms%n",
                  indent + span.name().replace(queueName(), "prompts"), span.kind(), span.millis());
              print(span.id(), indent + "  ");
            });
  }

  private void send(String attribute, String value) {
    send(attribute, value, PROMPT);
  }

  private void send(String attribute, String value, String body) {
    sqs.sendMessage(
        send ->
            send.queueUrl(queue)
                .messageBody(body)
                .messageAttributes(
                    Map.of(
                        attribute,
                        MessageAttributeValue.builder()
                            .dataType("String")
                            .stringValue(value)
                            .build())));
  }

  private String queueName() {
    return queue.substring(queue.lastIndexOf('/') + 1);
  }

  private String newQueue() {
    return sqs.createQueue(create -> create.queueName("own-" + UUID.randomUUID())).queueUrl();
  }

  private static String newTrace() {
    return UUID.randomUUID().toString().replace("-", "");
  }

  /** The SDK reads these when it starts, as it would read variables. */
  private static Service serve(Running caravan, String queue, Map<String, String> otel) {
    return serve(caravan, queue, otel, Map.of());
  }

  private static Service serve(
      Running caravan, String queue, Map<String, String> otel, Map<String, String> more) {
    Map<String, String> settings = new HashMap<>(Running.settings(caravan.aws()));
    settings.putAll(more);
    settings.put("sqs.queue.url", queue);
    otel.forEach(System::setProperty);
    System.setProperty("otel.bsp.schedule.delay", "100");
    try {
      return Service.start(Path.of("routes"), settings);
    } finally {
      otel.keySet().forEach(System::clearProperty);
      System.clearProperty("otel.bsp.schedule.delay");
    }
  }
}
