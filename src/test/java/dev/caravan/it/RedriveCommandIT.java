package dev.caravan.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.caravan.it.RunningCaravan.Running;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** {@code caravan redrive}, as an operator runs it. */
@ExtendWith(RunningCaravan.class)
class RedriveCommandIT {

  private DeadLetterBox box;

  @BeforeEach
  void nothing_is_left_of_other_tests(Running caravan) {
    box = new DeadLetterBox(caravan);
    await().until(() -> caravan.queues().size() == 0);
  }

  @Test
  void the_command_does_the_same(Running caravan, @TempDir Path home) throws Exception {
    String id = box.blocked("from the terminal");
    String other = box.put("{\"order\":17}", Map.of());
    caravan.aws().bedrock().misbehaviour().clear();

    Launched dry = command(caravan, home, "--dry-run", "--limit", "5");
    assertThat(dry.exitCode()).as(dry.err()).isZero();
    assertThat(dry.out())
        .contains(id + "  CONTENT_BLOCKED  would be redriven")
        .contains("2 examined: 1 would be redriven, 0 failed, 0 not selected, 1 not recognized");
    assertThat(dry.err())
        .contains("message " + other + " stays in the dead-letter queue: The message is neither");

    Launched run = command(caravan, home, "--id", id, "--id", "unknown-id");
    assertThat(run.exitCode()).as("one was not found").isEqualTo(1);
    assertThat(run.err()).contains("found no dead letter of unknown-id");
    assertThat(run.out()).contains(id + "  CONTENT_BLOCKED  redriven").contains("1 redriven");
    box.awaitState(id, "done");
    assertThat(box.letters()).hasSize(1);
  }

  @Test
  void the_command_discards_by_reason_and_shows_invisible_characters_escaped(
      Running caravan, @TempDir Path home) throws Exception {
    box.put("{\"prompt\":\"x\",\"right\u202eleft\":1}", Map.of());
    box.ours("blocked", "CONTENT_BLOCKED", "x");

    Launched dry = command(caravan, home, "--dry-run");
    assertThat(dry.exitCode()).as(dry.err()).isZero();
    assertThat(dry.err()).contains("\"right\\u202eleft\"");

    Launched run = command(caravan, home, "--discard", "--reason", "CONTENT_BLOCKED");
    assertThat(run.exitCode()).as(run.err()).isZero();
    assertThat(run.out())
        .contains("blocked  CONTENT_BLOCKED  discarded")
        .contains("2 examined: 1 discarded, 0 failed, 0 not selected, 1 not recognized");
    assertThat(box.letters()).hasSize(1);

    Launched all = command(caravan, home, "--discard");
    assertThat(all.exitCode()).isEqualTo(2);
    assertThat(all.err()).contains("needs a reason or ids");
  }

  // Takes over twenty seconds, most of them waiting for SQS.
  @Tag("slow")
  @Test
  void the_command_stops_after_the_batch_in_work_and_hides_nothing(
      Running caravan, @TempDir Path home) throws Exception {
    int all = 400;
    String done = "done-" + UUID.randomUUID();
    caravan.queues().send("{\"id\":\"%s\",\"prompt\":\"x\"}".formatted(done));
    box.awaitState(done, "done");
    for (int n = 0; n < all; n++) {
      // They differ in white space; all are answered from the record.
      String body = "{\"id\":\"%s\",\"prompt\":\"x\"}%s".formatted(done, " ".repeat(n));
      box.put(DeadLetterBox.envelope(done, "QUOTA", body), Map.of());
    }

    Launched run = command(caravan, home);
    await()
        .pollInterval(Duration.ofMillis(20))
        .atMost(Duration.ofSeconds(60))
        .until(() -> box.lying(true) < all);
    run.terminate();

    assertThat(run.exitCode()).isEqualTo(143);
    assertThat(run.err()).contains("The run was stopped.").doesNotContain("\tat ");
    assertThat(box.lying(true)).isPositive().isEqualTo(box.lying(false));
    while (box.lying(true) > 0) {
      caravan.queues().emptyDeadLetters();
    }
  }

  @Test
  void the_command_says_what_is_missing_or_wrong(@TempDir Path home) throws Exception {
    Launched bare = Launched.start(home, Map.of(), "redrive");
    assertThat(bare.exitCode()).isEqualTo(2);
    assertThat(bare.err())
        .contains("SQS_QUEUE_URL is not set", "SQS_DEAD_LETTER_QUEUE_URL is not set")
        .contains("BUCKET_NAME is not set")
        .doesNotContain("\tat ");
    Launched reason = Launched.start(home, Map.of(), "redrive", "--reason", "qota");
    assertThat(reason.exitCode()).isEqualTo(2);
    assertThat(reason.err()).contains("Did you mean `QUOTA`?");
    Launched local = Launched.start(home, Map.of(), "redrive", "--local");
    assertThat(local.exitCode()).isEqualTo(2);
    assertThat(local.err()).contains("./caravan local is not running");
  }

  private static Launched command(Running caravan, Path home, String... arguments) {
    Map<String, String> variables = new HashMap<>(caravan.aws().variables());
    // What the JVM of the test was given, as the launched one gets it from its shell.
    variables.put("AWS_ACCESS_KEY_ID", System.getProperty("aws.accessKeyId"));
    variables.put("AWS_SECRET_ACCESS_KEY", System.getProperty("aws.secretAccessKey"));
    variables.put("SQS_QUEUE_URL", caravan.aws().queueUrl());
    variables.put("SQS_DEAD_LETTER_QUEUE_URL", caravan.aws().deadLetterQueueUrl());
    variables.put("BUCKET_NAME", caravan.aws().bucket());
    return Launched.start(
        home,
        variables,
        Stream.concat(Stream.of("redrive"), Stream.of(arguments)).toArray(String[]::new));
  }
}
