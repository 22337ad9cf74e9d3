package dev.caravan.it.faults;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import dev.caravan.it.Queues;
import dev.caravan.local.LocalAws;
import dev.caravan.local.LocalAwsOptions;
import dev.caravan.local.bedrock.LocalBedrockOptions;
import dev.caravan.local.bedrock.rule.Latency;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.CleanupMode;
import org.junit.jupiter.api.io.TempDir;

/**
 * Sends many prompts, causes many faults, and checks that the account balances. The system
 * properties {@code caravan.ledger.prompts}, {@code .instances}, {@code .faults} and {@code
 * .outage-seconds} make it longer.
 */
class LedgerIT {

  private static final int PROMPTS = Integer.getInteger("caravan.ledger.prompts", 150);
  private static final int INSTANCES = Integer.getInteger("caravan.ledger.instances", 2);
  private static final int OUTAGE = Integer.getInteger("caravan.ledger.outage-seconds", 1);
  private static final int FAULTS = Integer.getInteger("caravan.ledger.faults", 4);
  private static final long SEED = Long.getLong("caravan.ledger.seed", 7);

  /** Kept if the test fails, because the records and logs explain it. */
  @TempDir(cleanup = CleanupMode.ON_SUCCESS)
  Path home;

  @Test
  void nothing_is_lost_and_every_model_call_is_explained() throws Exception {
    LocalAwsOptions options =
        new LocalAwsOptions(
            0,
            0,
            home.resolve("data"),
            "caravan-local",
            LocalBedrockOptions.defaults().withLatency(Latency.parse("50ms-500ms")));
    try (LocalAws aws = LocalAws.start(options);
        FaultyProxy store = new FaultyProxy(aws.s3Endpoint(), 0.003, SEED);
        FaultyProxy queue = new FaultyProxy(aws.sqsEndpoint(), 0.01, SEED + 1);
        Queues queues = new Queues(aws);
        Fleet fleet = new Fleet(home, variables(aws, store, queue), SEED)) {
      aws.bedrock().misbehaviour().replace(Rules.always());
      fleet.start(INSTANCES);
      Chaos chaos =
          new Chaos(fleet, aws.bedrock(), store, Duration.ofSeconds(OUTAGE), FAULTS, SEED);
      Thread faults = new Thread(chaos, "chaos");
      List<Entry> entries = new Workload(SEED).of(PROMPTS);
      Delivery delivery = new Delivery(fleet, queues);

      faults.start();
      delivery.begin(entries);
      awaitQuiet(queues, delivery, Duration.ofSeconds(150 + PROMPTS / 10));
      chaos.end();
      faults.join();
      awaitQuiet(queues, delivery, Duration.ofMinutes(3));
      awaitEnds(aws, entries);

      Ledger ledger = new Ledger(aws, entries, delivery, deadLetters(queues), chaos.made());
      System.out.printf("%n%s%s%n", ledger, faults(chaos, store, queue));
      assertThat(ledger.lost()).isEmpty();
      assertThat(ledger.contradictions()).isEmpty();
      assertThat(ledger.unexplained()).isEmpty();
      assertThat(ledger.bare()).as("dead letters without envelope").isEmpty();
      assertThat(
              ledger.done()
                  + ledger.letters().values().stream().mapToInt(n -> n).sum()
                  + ledger.unanswered())
          .isEqualTo(PROMPTS);
      // Only a kill takes a caller's connection away; each caller has one at a time.
      assertThat(ledger.unanswered()).isLessThanOrEqualTo(chaos.made().size() * Delivery.CALLERS);
      // A dead letter whose answer got lost, or whose sender was killed, is written again.
      assertThat(ledger.lettersTwice()).isLessThanOrEqualTo(queue.cuts() + chaos.made().size());
      assertThat(chaos.made()).hasAtLeastOneElementOfType(Fault.Kill.class);
    }
  }

  /** No message waits, is hidden or is in progress. */
  private static void awaitQuiet(Queues queues, Delivery delivery, Duration atMost) {
    await("all prompts are through")
        .atMost(atMost)
        .pollInterval(Duration.ofMillis(300))
        .until(() -> delivery.isOver() && queues.size() == 0);
  }

  /** The sweep ends what a killed instance left of the callers that can't ask again. */
  private static void awaitEnds(LocalAws aws, List<Entry> entries) {
    await("the sweep has ended what nobody works on")
        .atMost(Duration.ofSeconds(150))
        .pollInterval(Duration.ofMillis(500))
        .ignoreExceptions()
        .until(
            () -> {
              Records records = new Records(aws.data().resolve(aws.bucket()));
              return entries.stream()
                  .filter(entry -> entry.kind() == Entry.Kind.UNKEYED)
                  .allMatch(records::haveEnded);
            });
  }

  private static List<JsonNode> deadLetters(Queues queues) {
    List<JsonNode> all = new ArrayList<>();
    for (List<JsonNode> some = queues.deadLetters(); !some.isEmpty(); some = queues.deadLetters()) {
      all.addAll(some);
    }
    return all;
  }

  private static String faults(Chaos chaos, FaultyProxy store, FaultyProxy queue) {
    StringBuilder text = new StringBuilder();
    chaos.made().forEach(fault -> text.append("fault: ").append(fault).append('\n'));
    return text.append("answers lost: S3 %d, SQS %d%n".formatted(store.cuts(), queue.cuts()))
        .toString();
  }

  private static Map<String, String> variables(LocalAws aws, FaultyProxy store, FaultyProxy queue) {
    return new Surroundings(aws, store.endpoint())
        .variables(
            Map.of(
                "AWS_ENDPOINT_URL_SQS", queue.endpoint().toString(),
                "CARAVAN_QUEUE_CONSUMERS", "20",
                "CARAVAN_QUEUE_VISIBILITY_SECONDS", "12",
                "CARAVAN_CLAIM_SECONDS", "10",
                "CARAVAN_SWEEP_SECONDS", "5",
                "CARAVAN_PAUSE_FIRST_PROBE_SECONDS", "1"));
  }
}
