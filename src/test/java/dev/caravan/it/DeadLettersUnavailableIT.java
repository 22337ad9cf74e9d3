package dev.caravan.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.caravan.cli.Service;
import dev.caravan.it.RunningCaravan.Running;
import dev.caravan.local.LocalAws;
import dev.caravan.local.LocalAwsOptions;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.services.sqs.SqsClient;
import software.amazon.awssdk.services.sqs.model.Message;

/** The dead-letter queue takes no messages for a while. */
class DeadLettersUnavailableIT {

  @TempDir static Path data;
  private static Running caravan;
  private static SqsClient sqs;

  @BeforeAll
  static void start() throws Exception {
    LocalAws aws = LocalAws.start(LocalAwsOptions.onFreePorts(data));
    aws.useInThisJvm();
    Service service = Service.start(Path.of("routes"), Running.settings(aws));
    caravan =
        new Running(
            aws,
            service,
            new Api(service.httpPort()),
            new Api(service.managementPort()),
            new Queues(aws));
    sqs = aws.sqsClient();
  }

  @AfterAll
  static void stop() {
    caravan.close();
  }

  @Test
  void a_refused_prompt_waits_until_its_dead_letter_can_be_sent() {
    String letters = caravan.aws().deadLetterQueueUrl();
    sqs.deleteQueue(delete -> delete.queueUrl(letters));

    String id = caravan.queues().send("{\"prompt\":\"x\",\"modell\":\"y\"}");

    await()
        .untilAsserted(
            () ->
                assertThat(caravan.management().get("/observe/health").text())
                    .contains("The dead-letter queue takes no messages"));
    assertThat(caravan.queues().size()).as("the message is kept").isEqualTo(1);

    String name = letters.substring(letters.lastIndexOf('/') + 1);
    sqs.createQueue(create -> create.queueName(name));

    List<Message> sent =
        await()
            .atMost(Duration.ofSeconds(60))
            .until(
                () ->
                    sqs.receiveMessage(receive -> receive.queueUrl(letters).maxNumberOfMessages(10))
                        .messages(),
                messages -> !messages.isEmpty());
    assertThat(sent).hasSize(1);
    assertThat(sent.get(0).body()).contains(id, "INVALID_PROMPT");
    await().untilAsserted(() -> assertThat(caravan.queues().size()).isZero());
    await()
        .untilAsserted(
            () ->
                assertThat(caravan.management().get("/observe/health").text())
                    .doesNotContain("The dead-letter queue takes no messages"));
  }
}
