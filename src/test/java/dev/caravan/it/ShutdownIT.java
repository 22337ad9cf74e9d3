package dev.caravan.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.caravan.local.LocalAws;
import dev.caravan.local.LocalAwsOptions;
import dev.caravan.local.bedrock.rule.RuleReader;
import dev.caravan.metrics.cloudwatch.LocalCloudWatch;
import dev.caravan.metrics.cloudwatch.StoredDatum;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.services.sqs.SqsClient;
import software.amazon.awssdk.services.sqs.model.QueueAttributeName;

/** How a service ends, with or without a signal. Each test has its own JVM and AWS. */
class ShutdownIT {

  @TempDir Path home;
  private LocalAws aws;
  private LocalCloudWatch cloudWatch;
  private Queues queues;
  private SqsClient sqs;

  @BeforeEach
  void start() throws Exception {
    aws = LocalAws.start(LocalAwsOptions.onFreePorts(home.resolve("data")));
    cloudWatch = LocalCloudWatch.start(Instant::now);
    queues = new Queues(aws);
    sqs = aws.sqsClient();
  }

  @AfterEach
  void stop() {
    queues.close();
    sqs.close();
    cloudWatch.close();
    aws.close();
  }

  @Test
  void at_a_signal_what_runs_finishes_is_measured_and_the_rest_is_visible_again() throws Exception {
    aws.bedrock()
        .misbehaviour()
        .addAll(new RuleReader().read("{\"action\":\"slow\",\"latency\":5}"));
    try (Launched serve =
        serve("CARAVAN_QUEUE_CONSUMERS", "20", "CARAVAN_QUEUE_VISIBILITY_SECONDS", "60")) {
      IntStream.range(0, 30).forEach(n -> queues.send(text(n)));
      await().atMost(Duration.ofSeconds(60)).until(() -> aws.bedrock().inFlight() == 20);
      await()
          .until(() -> count(QueueAttributeName.APPROXIMATE_NUMBER_OF_MESSAGES_NOT_VISIBLE) == 30);

      serve.terminate();

      // Long before their visibility timeout ends.
      await()
          .atMost(Duration.ofSeconds(45))
          .until(() -> count(QueueAttributeName.APPROXIMATE_NUMBER_OF_MESSAGES) == 10);
      assertThat(serve.exitCode()).isEqualTo(143);
      assertThat(serve.err()).doesNotContain("Exception");
      assertThat(aws.bedrock().calls()).hasSize(20);
      assertThat(home.resolve("data/caravan-local/texts").toFile().list()).hasSize(20);
      assertThat(queues.size()).isEqualTo(10);
    }
    // The last minute is published, too, although it had not ended.
    assertThat(cloudWatch.complaints()).isEmpty();
    assertThat(
            cloudWatch.stored("caravan.generations").stream()
                .filter(datum -> "done".equals(datum.dimensions().get("outcome")))
                .mapToDouble(StoredDatum::value)
                .sum())
        .isEqualTo(20);
    assertThat(
            cloudWatch.stored("caravan.sent.to.stored").stream()
                .mapToDouble(StoredDatum::samples)
                .sum())
        .isEqualTo(20);
  }

  // LedgerIT kills in the middle, too, among much else.
  @Tag("slow")
  @Test
  void after_a_kill_in_the_middle_another_instance_finishes_everything() throws Exception {
    aws.bedrock()
        .misbehaviour()
        .addAll(new RuleReader().read("{\"action\":\"slow\",\"latency\":1.5}"));
    List<String> ids;
    try (Launched first =
        serve("CARAVAN_CLAIM_SECONDS", "3", "CARAVAN_QUEUE_VISIBILITY_SECONDS", "4")) {
      ids = IntStream.range(0, 10).mapToObj(n -> queues.send(text(n))).toList();
      await().atMost(Duration.ofSeconds(60)).until(() -> aws.bedrock().inFlight() >= 5);
      first.kill();
    }
    // Bedrock finishes a call even if no caller waits for it.
    await().atMost(Duration.ofSeconds(60)).until(() -> aws.bedrock().inFlight() == 0);
    int paidByTheFirst = aws.bedrock().calls().size();

    try (Launched second =
        serve("CARAVAN_CLAIM_SECONDS", "3", "CARAVAN_QUEUE_VISIBILITY_SECONDS", "4")) {
      Path texts = home.resolve("data/caravan-local/texts");
      await()
          .atMost(Duration.ofSeconds(60))
          .untilAsserted(() -> ids.forEach(id -> assertThat(texts.resolve(id + ".txt")).exists()));
      await().atMost(Duration.ofSeconds(60)).until(() -> queues.size() == 0);
      assertThat(second.err()).doesNotContain("Exception");
    }
    // One call for each prompt, and one more only for those that the kill cut off.
    assertThat(aws.bedrock().calls().size()).isBetween(10, 10 + paidByTheFirst);
    assertThat(queues.deadLetters()).isEmpty();
  }

  /** A prompt for a text model: drawing pictures would only keep two cores busy. */
  private static String text(int n) {
    return "{\"prompt\":\"prompt %d\",\"model\":\"amazon.nova-lite-v1:0\"}".formatted(n);
  }

  private Launched serve(String one, String value, String two, String other) {
    Map<String, String> variables = Launched.variables(aws);
    variables.put("CARAVAN_QUEUE_WAIT_SECONDS", "1");
    variables.put("CARAVAN_CLOUDWATCH_ENABLED", "true");
    variables.put("AWS_ENDPOINT_URL_CLOUDWATCH", cloudWatch.endpoint().toString());
    variables.put(one, value);
    variables.put(two, other);
    return Launched.start(home, variables, "serve");
  }

  private int count(QueueAttributeName name) {
    return Integer.parseInt(
        sqs.getQueueAttributes(get -> get.queueUrl(aws.queueUrl()).attributeNames(name))
            .attributes()
            .get(name));
  }
}
