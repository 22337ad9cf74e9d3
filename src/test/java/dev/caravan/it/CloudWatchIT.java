package dev.caravan.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import dev.caravan.cli.Service;
import dev.caravan.it.RunningCaravan.Running;
import dev.caravan.metrics.cloudwatch.LocalCloudWatch;
import dev.caravan.metrics.cloudwatch.StoredDatum;
import io.micrometer.core.instrument.MeterRegistry;
import java.nio.file.Path;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import software.amazon.awssdk.services.sqs.SqsClient;

/** A service that publishes to CloudWatch, with a queue of its own. */
@ExtendWith(RunningCaravan.class)
class CloudWatchIT {

  private static final String MODEL = "amazon.nova-lite-v1:0";

  private LocalCloudWatch cloudWatch;
  private String queue;

  @BeforeEach
  void start() throws Exception {
    cloudWatch = LocalCloudWatch.start(Instant::now);
    System.setProperty("aws.endpointUrlCloudWatch", cloudWatch.endpoint().toString());
  }

  @AfterEach
  void stop() {
    System.clearProperty("aws.endpointUrlCloudWatch");
    cloudWatch.close();
  }

  @Test
  void prompts_that_finish_during_the_stop_are_measured_and_published(Running caravan) {
    caravan.bedrockShould("{\"action\":\"slow\",\"latency\":2}");
    CompletableFuture<Api.Answer> answer;
    MeterRegistry prometheus;
    try (SqsClient sqs = caravan.aws().sqsClient();
        Service service = serve(caravan, newQueue(sqs))) {
      prometheus = bean(service, "metricsRegistry", MeterRegistry.class);
      Api api = new Api(service.httpPort());
      answer = CompletableFuture.supplyAsync(() -> api.generate(prompt()));
      sqs.sendMessage(send -> send.queueUrl(queue).messageBody(prompt()));
      await().until(() -> caravan.aws().bedrock().inFlight() == 2);
      assertHealthSaysHowPublishingGoes(new Api(service.managementPort()));
    }

    assertThat(answer.join().status()).isEqualTo(200);
    for (String route : List.of("http-generate", "queue")) {
      assertThat(
              prometheus
                  .get("caravan.route")
                  .tag("route", route)
                  .tag("outcome", "ok")
                  .timer()
                  .count())
          .as(route)
          .isEqualTo(1);
    }
    assertThat(cloudWatch.complaints()).isEmpty();
    assertPublishedOnce("caravan.http.latency", Map.of("outcome", "ok"));
    assertPublishedOnce("caravan.sent.to.stored", Map.of());
    assertPublishedOnce("caravan.queue.wait", Map.of());
    List<StoredDatum> calls =
        published("caravan.model.call", Map.of("model", MODEL, "outcome", "ok"));
    assertThat(calls.stream().mapToDouble(StoredDatum::samples).sum()).isEqualTo(2);
    assertThat(calls)
        .flatExtracting(StoredDatum::values)
        .allSatisfy(millis -> assertThat(millis).isGreaterThan(1_900));
    for (String source : List.of("http", "queue")) {
      assertThat(
              published(
                  "caravan.generations",
                  Map.of("outcome", "done", "reason", "NONE", "source", source)))
          .as(source)
          .extracting(StoredDatum::value)
          .containsExactly(1.0);
    }
    assertThat(published("caravan.cost.usd", Map.of("model", MODEL))).isNotEmpty();
    assertThat(published("caravan.paused", Map.of("model", "any")))
        .isNotEmpty()
        .extracting(StoredDatum::value)
        .containsOnly(0.0);
    assertThat(published("caravan.pace.limited", Map.of()))
        .isNotEmpty()
        .extracting(StoredDatum::value)
        .containsOnly(0.0);
    assertThat(cloudWatch.stored())
        .extracting(StoredDatum::name)
        .allMatch(name -> name.startsWith("caravan."))
        .doesNotContain("caravan.route", "caravan.s3", "caravan.inflight");
  }

  private static void assertHealthSaysHowPublishingGoes(Api management) {
    JsonNode checks =
        management.get("/observe/health?exposureLevel=full&data=true").json().path("checks");
    JsonNode check =
        StreamSupport.stream(checks.spliterator(), false)
            .filter(one -> one.path("name").asText().equals("cloudwatch"))
            .findFirst()
            .orElseThrow();
    assertThat(check.path("status").asText()).isEqualTo("UP");
    assertThat(check.path("data").path("publishing").asText()).isEqualTo("true");
    assertThat(check.path("data").path("dropped").asText()).isEqualTo("0");
  }

  private void assertPublishedOnce(String name, Map<String, String> tags) {
    assertThat(published(name, tags).stream().mapToDouble(StoredDatum::samples).sum())
        .as(name)
        .isEqualTo(1);
  }

  /** With exactly these dimensions and the environment's: an alarm has to name them all. */
  private List<StoredDatum> published(String name, Map<String, String> tags) {
    Map<String, String> dimensions = new HashMap<>(tags);
    dimensions.put("environment", "test");
    return cloudWatch.stored(name).stream()
        .filter(datum -> datum.dimensions().equals(dimensions))
        .toList();
  }

  private String newQueue(SqsClient sqs) {
    queue = sqs.createQueue(create -> create.queueName("own-" + UUID.randomUUID())).queueUrl();
    return queue;
  }

  private static <T> T bean(Service service, String name, Class<T> type) {
    return service.context().getRegistry().lookupByNameAndType(name, type);
  }

  private static Service serve(Running caravan, String queue) {
    Map<String, String> settings = new HashMap<>(Running.settings(caravan.aws()));
    settings.put("sqs.queue.url", queue);
    settings.put("caravan.cloudwatch.enabled", "true");
    settings.put("caravan.metrics.environment", "test");
    return Service.start(Path.of("routes"), settings);
  }

  private static String prompt() {
    return "{\"prompt\":\"a poem\",\"model\":\"%s\"}".formatted(MODEL);
  }
}
